# Prepares a Windows runner for the tests on real Windows: IIS with two sites, and throw-away certificates as files.
# To be run by Windows PowerShell 5.1, elevated: PowerShell 7 cannot export a PFX.
$ErrorActionPreference = 'Stop'

$folder = Join-Path $env:RUNNER_TEMP 'real windows'
$port = [int] $env:FIRST_PORT
New-Item -ItemType Directory -Force $folder | Out-Null

Install-WindowsFeature -Name Web-Server | Out-Null
Start-Service W3SVC

# The bindings of IIS make HTTP.sys listen. Which certificate it shows there, netsh says later.
$appcmd = "$env:SystemRoot\System32\inetsrv\appcmd.exe"
$name = "Rebind $([char]0xDC)bung"
$root = "$env:SystemDrive\inetpub\wwwroot"
& $appcmd add site "/name:$name" "/physicalPath:$root" "/bindings:https/*:${port}:,https/127.0.0.1:$($port + 1):"
if ($LASTEXITCODE -ne 0) { throw 'appcmd add site' }
& $appcmd set site "/site.name:$name" "/+bindings.[protocol='https',bindingInformation='*:$($port + 2):www.rebind.test',sslFlags='1']"
if ($LASTEXITCODE -ne 0) { throw 'appcmd set site' }
& $appcmd add site '/name:Rebind spare' "/physicalPath:$root" "/bindings:https/*:$($port + 3):"
if ($LASTEXITCODE -ne 0) { throw 'appcmd add site' }

$password = ConvertTo-SecureString 'throw-away' -AsPlainText -Force

function New-Pfx([string] $Name, [int] $Days, [string] $Encryption, [hashtable] $Key) {
  $certificate = New-SelfSignedCertificate -DnsName 'www.rebind.test', '*.rebind.test' -CertStoreLocation Cert:\LocalMachine\My -NotAfter (Get-Date).AddDays($Days) @Key
  Export-PfxCertificate -Cert $certificate -FilePath (Join-Path $folder "$Name.pfx") -Password $password -CryptoAlgorithmOption $Encryption | Out-Null
  Export-Certificate -Cert $certificate -FilePath (Join-Path $folder "$Name.cer") | Out-Null
  Remove-Item -Path "Cert:\LocalMachine\My\$($certificate.Thumbprint)" -DeleteKey
}

New-Pfx old 20 TripleDES_SHA1 @{ KeyAlgorithm = 'RSA'; KeyLength = 2048 }
New-Pfx new 60 TripleDES_SHA1 @{ KeyAlgorithm = 'RSA'; KeyLength = 2048 }
New-Pfx newest 90 AES256_SHA256 @{ KeyAlgorithm = 'ECDSA_nistP256'; CurveExport = 'CurveName'; KeyUsage = 'DigitalSignature' }

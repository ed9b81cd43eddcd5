using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace ShardClient.Tests.Integration.MySql;

/// <summary>An authority, a server's certificate for localhost and a client's, and another authority that signed nothing.</summary>
internal sealed class Certificates
{
    public Certificates(string folder)
    {
        using var authority = MakeAuthority("Test Authority");
        Authority = Write(folder, "ca.pem", authority.ExportCertificatePem());
        using var other = MakeAuthority("Another Authority");
        OtherAuthority = Write(folder, "other.pem", other.ExportCertificatePem());
        (ServerCertificate, ServerKey) = Make(folder, "server", "localhost", authority);
        (ClientCertificate, ClientKey) = Make(folder, "client", "client", authority);
    }

    public string Authority { get; }

    public string OtherAuthority { get; }

    public string ServerCertificate { get; }

    public string ServerKey { get; }

    public string ClientCertificate { get; }

    public string ClientKey { get; }

    private static X509Certificate2 MakeAuthority(string name)
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        return request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(7));
    }

    private static (string Certificate, string Key) Make(string folder, string file, string host, X509Certificate2 authority)
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest($"CN={host}", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(host);
        request.CertificateExtensions.Add(names.Build());
        using var certificate = request.Create(authority, DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(6), RandomNumberGenerator.GetBytes(8));
        return (Write(folder, file + ".pem", certificate.ExportCertificatePem()), Write(folder, file + ".key", key.ExportPkcs8PrivateKeyPem()));
    }

    private static string Write(string folder, string name, string text)
    {
        var path = Path.Combine(folder, name);
        File.WriteAllText(path, text);
        return path;
    }
}

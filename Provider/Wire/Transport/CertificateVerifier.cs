using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace ShardClient.Wire.Transport;

/// <summary>Decides on a server's certificate by the mode, and remembers why it said no.</summary>
internal sealed class CertificateVerifier : IDisposable
{
    private readonly TlsMode _mode;
    private readonly X509Certificate2Collection? _authorities;

    public CertificateVerifier(TlsSettings settings)
    {
        _mode = settings.Mode;
        if (_mode >= TlsMode.VerifyCA && settings.AuthorityFile is { } file)
            _authorities = ReadAuthorities(file);
    }

    public string? Problem { get; private set; }

    public bool Accepts(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        if (_mode < TlsMode.VerifyCA)
            return true;
        if (certificate is not X509Certificate2 shown)
            return Refuse("the server showed no certificate.");
        if (_mode == TlsMode.VerifyFull && (errors & SslPolicyErrors.RemoteCertificateNameMismatch) != 0)
            return Refuse("the server's certificate is for another host.");
        return _authorities is null
            ? (errors & SslPolicyErrors.RemoteCertificateChainErrors) == 0 || Refuse("the server's certificate is not from an authority that this system trusts.")
            : IsSignedByAuthority(shown, chain);
    }

    public void Dispose()
    {
        foreach (var authority in _authorities ?? [])
            authority.Dispose();
    }

    private static X509Certificate2Collection ReadAuthorities(string file)
    {
        var authorities = new X509Certificate2Collection();
        try
        {
            authorities.ImportFromPemFile(file);
        }
        catch (Exception failure) when (failure is CryptographicException or IOException or UnauthorizedAccessException)
        {
            throw new ShardException(
                ShardErrorCode.InvalidConfiguration, $"The file of trusted authorities cannot be read: {failure.Message}", "SslCa names a PEM file.", failure);
        }

        return authorities;
    }

    private bool IsSignedByAuthority(X509Certificate2 shown, X509Chain? sent)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(_authorities!);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        if (sent is not null)
            chain.ChainPolicy.ExtraStore.AddRange(sent.ChainPolicy.ExtraStore);
        return chain.Build(shown) || Refuse($"the server's certificate is not trusted ({string.Join(", ", chain.ChainStatus.Select(static status => status.Status))}).");
    }

    private bool Refuse(string problem)
    {
        Problem = problem;
        return false;
    }
}

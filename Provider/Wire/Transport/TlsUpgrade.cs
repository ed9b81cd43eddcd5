using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using ShardClient.Values;

namespace ShardClient.Wire.Transport;

/// <summary>Turns a connected socket into an encrypted one.</summary>
internal static class TlsUpgrade
{
    /// <param name="host">The name that <see cref="TlsMode.VerifyFull"/> wants in the certificate.</param>
    /// <exception cref="ShardException">ShardUnavailable: the server's certificate is not trusted, or the two ends have no version in common.</exception>
    public static async ValueTask<ByteChannel> UpgradeAsync(SocketChannel plain, string host, TlsSettings settings, IOBehavior ioBehavior)
    {
        var verifier = new CertificateVerifier(settings);
        var stream = new SslStream(new NetworkStream(plain.Socket, ownsSocket: false));
        try
        {
            var options = Options(host, settings, verifier);
            if (ioBehavior == IOBehavior.Synchronous)
                stream.AuthenticateAsClient(options);
            else
                await stream.AuthenticateAsClientAsync(options).ConfigureAwait(false);
            return new TlsChannel(stream, plain);
        }
        catch (AuthenticationException refused)
        {
            await stream.DisposeAsync().ConfigureAwait(false);
            throw WireErrors.Unreachable(
                $"TLS with the server failed: {verifier.Problem ?? refused.Message}",
                "Give the authority's file that signed the server's certificate, use the host name that the certificate has, or ask for less (SslMode).",
                refused);
        }
        catch (Exception lost) when (lost is IOException or SocketException or ObjectDisposedException)
        {
            await stream.DisposeAsync().ConfigureAwait(false);
            throw WireErrors.Unreachable(
                "The connection was lost while TLS was agreed on.", "See whether the server runs, what its log says, and whether it speaks TLS.", lost);
        }
        catch
        {
            await stream.DisposeAsync().ConfigureAwait(false);
            throw;
        }
        finally
        {
            verifier.Dispose();
        }
    }

    private static SslClientAuthenticationOptions Options(string host, TlsSettings settings, CertificateVerifier verifier) => new()
    {
        TargetHost = host,
        RemoteCertificateValidationCallback = verifier.Accepts,
        ClientCertificates = ClientCertificate(settings),
        CertificateRevocationCheckMode = X509RevocationMode.NoCheck,
    };

    private static X509CertificateCollection? ClientCertificate(TlsSettings settings)
    {
        if (settings.CertificateFile is not { } file)
            return null;
        try
        {
            return [X509Certificate2.CreateFromPemFile(file, settings.KeyFile)];
        }
        catch (Exception failure) when (failure is CryptographicException or IOException or UnauthorizedAccessException)
        {
            throw new ShardException(
                ShardErrorCode.InvalidConfiguration,
                $"The client certificate cannot be read: {failure.Message}",
                "SslCert and SslKey name PEM files of a certificate and its key without a password.",
                failure);
        }
    }
}

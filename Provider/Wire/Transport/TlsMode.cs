namespace ShardClient.Wire.Transport;

/// <summary>Whether a session is encrypted, and how much the server must prove.</summary>
internal enum TlsMode
{
    /// <summary>Never encrypted.</summary>
    None,

    /// <summary>Encrypted when the server can; its certificate is not checked. Keeps out those who only listen.</summary>
    Preferred,

    /// <summary>Encrypted or refused; the certificate is not checked.</summary>
    Required,

    /// <summary>The certificate must come from a trusted authority, for whatever host.</summary>
    VerifyCA,

    /// <summary>The certificate must come from a trusted authority and name the host.</summary>
    VerifyFull,
}

/// <summary>How TLS is spoken.</summary>
internal sealed record TlsSettings
{
    public static TlsSettings Default { get; } = new();

    public TlsMode Mode { get; init; } = TlsMode.Preferred;

    /// <summary>A PEM file of authorities to trust instead of the system's; null for the system's.</summary>
    public string? AuthorityFile { get; init; }

    /// <summary>A PEM file with the client's own certificate; null when it has none.</summary>
    public string? CertificateFile { get; init; }

    /// <summary>A PEM file with the key of <see cref="CertificateFile"/>; null when it is in the same file.</summary>
    public string? KeyFile { get; init; }
}

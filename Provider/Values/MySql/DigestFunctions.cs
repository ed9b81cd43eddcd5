using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using static ShardClient.Values.MySql.Arguments;

namespace ShardClient.Values.MySql;

/// <summary>Checksums and encodings of texts (as UTF-8) and bytes.</summary>
internal static class DigestFunctions
{
    // MySQL breaks base 64 into lines of this length.
    private const int LineLength = 76;

    public static IReadOnlyList<MySqlFunction> All { get; } =
    [
        MySqlFunction.OfValues("md5", 1, 1, static a => Hexadecimal(Md5(Bytes(a[0], "MD5")))),
        MySqlFunction.OfValues("sha", 1, 1, static a => Hexadecimal(Sha1(Bytes(a[0], "SHA")))),
        MySqlFunction.OfValues("sha1", 1, 1, static a => Hexadecimal(Sha1(Bytes(a[0], "SHA1")))),
        MySqlFunction.OfValues("sha2", 2, 2, static a => Sha2(Bytes(a[0], "SHA2"), Integer(a[1], "SHA2"))),
        MySqlFunction.OfValues("to_base64", 1, 1, static a => Value.FromText(ToBase64(Bytes(a[0], "TO_BASE64")))),
    ];

    private static Value Hexadecimal(byte[] bytes) => Value.FromText(Convert.ToHexStringLower(bytes));

    [SuppressMessage("Security", "CA5351", Justification = "The function is MySQL's; what it is for is the application's affair.")]
    private static byte[] Md5(byte[] bytes) => MD5.HashData(bytes);

    [SuppressMessage("Security", "CA5350", Justification = "The function is MySQL's; what it is for is the application's affair.")]
    private static byte[] Sha1(byte[] bytes) => SHA1.HashData(bytes);

    private static Value Sha2(byte[] bytes, long bits) => bits switch
    {
        0 or 256 => Hexadecimal(SHA256.HashData(bytes)),
        384 => Hexadecimal(SHA384.HashData(bytes)),
        512 => Hexadecimal(SHA512.HashData(bytes)),
        224 => throw new MySqlFunctionException("SHA2: 224 bits are not available; 256, 384 and 512 are"),
        _ => Value.Null,
    };

    private static string ToBase64(byte[] bytes)
    {
        var text = Convert.ToBase64String(bytes);
        if (text.Length <= LineLength)
            return text;
        var lines = new StringBuilder(text.Length + (text.Length / LineLength));
        for (var at = 0; at < text.Length; at += LineLength)
            lines.Append(at == 0 ? "" : "\n").Append(text, at, Math.Min(LineLength, text.Length - at));
        return lines.ToString();
    }
}

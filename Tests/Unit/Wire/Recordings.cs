using System.IO.Compression;
using System.Text;

namespace ShardClient.Tests.Unit.Wire;

/// <summary>
/// The bytes of <see cref="Script"/> run against real servers (MariaDB 10.11 over TCP, MySQL 9.7 over a Unix socket), Brotli in Base64: what the server
/// said, what the client said, what the client read.
/// </summary>
internal sealed record Recordings(byte[] FromServer, byte[] FromClient, string Seen)
{
    private static Recordings MariaDb => Read(
        "GyRUACwHbCdhjZy9JIg4WmdtYyelj3lXzCcTFLX8fc/u3mVSzsIgXEjBPYRDChzCIDSS8uT/b+hmrSVw1L41wSoMNCyqHwuYvgCE3MbcWzxfbBS1S6eY0D4p"
            + "i3qbe2JTZ8tld6jNkRMOo1qR8nYptVuwtQqPJziEa0XiMQ5heGHNm1tDRPA5cyyd3hgFJj2qdR+IJaJNkBJEaYpYuJzvGxSSYauG2I3C/UMAzM6c8XL5/xka"
            + "sscyAKgDVvhdPVnOhZ+Th6uL4zVD81vZ1xSCAcwiEMhzqLQdgYCY39ikqVLHrbWzX1P9L4Kba3fyeNSrKxUjM+8QsVJfZhu0PS1XapSs0RBPu9KC+BFAJRi7"
            + "vdOAFiBdAMDPZX2tXg4FO4QwVTC5UA194vlxi6INugkoFYSNqGGNFZNtalPex6r4H1qcbEtb8gWqqTSHr8VTbGsbyqkP8LT4ih1/h5dl1N8TaAnyu9ptic44"
            + "aAkVe9rjxZ44yWmJFPvah+idwkbAEmJ/It67fHk+rXbvRUgpPDoJEo5LJyWShGSzIVY7EJC5QcRkDrlKx4k7LNVCUjpkhFC6vEw018RKSRWV/3g9gPQ/NIMU"
            + "aDYKkS1Aw4y4GegM9Az0DQwMDA2MDIiJVeeZY+2YEBh/St6DpDq/ZQIcgNtHAPC6EAogrcdICVi+bEZqATigSCeQjJFhW+jrzepdyyhbGVsFRe6MfHx1qgMs"
            + "g3y/9XsCkIQ3cwgksI9gYhrSgxXXPKNqdNoAe313BngZqUx0oBpGUAbcC3aPsyHkucMzaRuECGJU4o99ky92l3YXBVYhUOvyFv87jhlPjxfS1yVYFRXeHD/g"
            + "Ecpo8y+7CAD+Gj0J3kyPbOAH",
        "G6kCAJwFdsP1hcIyLEIIBUcdUuStD6Kacz8XEgotqjgqsJDt+HclNL5G1Gggq2vAvFbKmq4NDgVChfK/bbkRmoZI87hju4fxm85uzWbPydfE5cD+XscyfbWx"
            + "J9BqU/SAXYIBTeoeNJSyzQZ7OGEwqPTRJdIn6HGbf5gQqOvtpYBRIQoGsHFzIYZTdv/LaaszyBwFCVOik1nQk5G5937NW7u17FqFPY0pPJym46LrXLsi3MVB"
            + "1Qc6FT8gnAZLbLFyPGauvMAv6iZRUvYYyqrK+rhidFovdlo+YY6NElV2nRPtaTPYUVSOTcLZTw+4eeXKelZQnnotit7KDTfp+ccsFPAoMGbJ59RfmzGz5y3H"
            + "4b6Rna4zB3wh1yC9p80prnoPbGGElrfLpoCvAE4Sl78iDgytxeN335NvrrpFtPETNWoPbrITAoKj4hfD8oVxV81VhTUWHjJm0E5AqD9WRU44b3pRgGfnaOgc"
            + "LDBheSgphq/Qs17Egst4dNxLSP9lbi6MV68G3Ot7yPmFpUc6dMEnuWWEiq99Rff6xUzFf9XZDgg=",
        "Gx5PCJwJtq2C9RDLJef4ylYbma8kQ8HZ5VhQYrGZPnwg+e7ek7f3N9/kht3gOMGANMD1gQYaZABcBqTFBucYiJgt409P7YYVcFnzto/D00jzPBm91dIlOIYO"
            + "ZY4PY/ZGz101vCOyIlC78EhManTbblq7hGIR/Jfhs4sAsP6ltzg=");

    private static Recordings MySql => Read(
        "GzRWIKwK7OYPLwyHpkJ5uRt3i513mU8cxPf7/fY88W+KaRTV0MQsQWiESAo0QiE0i0wXvUPnWpXA2VE1DXzDoqinG7h9E1wcpUkAMbaGiHEKlT0AeP//vdN7"
            + "X3PQHxSW0BqIvzVsboqmrQmyADueT4sg4bLEIg8cWnXLPtQ7VeAZk4HnsMES8SgAro7coCellIZ6SlE9Wp3G3hihinJZXvSd0b8+H85FvoLzHKKgAVofYItp"
            + "nKyGk20QwOuBJYqSULTmw/bNE9w77NNvre1XU1SWPWMM9sBZbopTPmz5q1gJBdAMQACq6ZrU7/piAUAHyICmr6zugPQS9JICnDuADOhHKcWvYv+gZNO4EPOf"
            + "BtdYYIMgaGyhJJzix3lIJSwzWKx2vSSfSkpJ8eRJ+kuyFCjmFH+YMQ6WZRkGDpkxNSuygmn2HUwzlmY1XhUrxf7eghm7sCZrt2FNKDHjaNZlXexFCv/ajKvZ"
            + "kA10qWgpoP+KF7fm60cP93t58bqMGEMrV4HSC+WVwopO+aqeb5xJUEYd5qpGO2kvqD8vUgh+st5Kqc3iPjXCUKcU00z9pyEbgn8oZw6n0QEHoX4sXoy2bDNs"
            + "M22zbLNtc2xzbfB+TyaM3a0IbCYvW37Jf7P9fLiiFWzDeCNMusdeR8gExfToN/jUFfKz1p+UyIk/SWICH+sHVbFR0cQHzt26efW/MSgjZ2rA2x7VL5eirqMY"
            + "RIQBUk80coNat9SXYPzTNUjB1HLk0Q7oJ+f7UoMkgAjkBXbYSEY5VyNgAWCGncs4YQld9CAR96SomCdh+mUqtLQCRrXR+A8CmYNDP6Sc4pODw4BXg29AtiZy"
            + "zZ/sIoCq6PBb2pMvODwulDw=",
        "G6kCAIzDuOF7sUQrF4pBiBE88MfsbW3VBbi2v8qLFjvwE45SPgvnjJLn0i+GQJVoLMUmLgf2Ppbpq409gXaLogfsEgxoUvegoXSZWwMfcyAI1vboGtIn6nG6"
            + "P+gzJK9vXxKgm0KZuDkQw5TV4qOM+U7c7xd5gYKAAWtlw/lHRube48O2elkWG1Z+T2PyN6eKuGhirl1p5WoXC1UTQMet3B+QcRosssXK8pi58eCNLtDf1/3x"
            + "w/iRVVkfl95J/xm3/lMoQUmsKFFl1jnRctT9tTepHGslaltPN97+9RxqbDMoT9ktit7G3tvff0Wk2AKYKTBmyOfUHjZjZhftJDHcz6nW1phxIZaFFzDbKiuS"
            + "clVJiyS0UPLWU5mBRQJwEKv5V1gFfcXu7u/9yvTkqpqcbNpPkDNJ22RtawUDGY4yuiAsX+SCMc4bI7z2IlornbSkBWTUHytxTjhvenACZjtLQ2dv4W2jY0ZJ"
            + "knkS9KwXVsBloKu5Fj/91xFznss460Uenq8jNb+wVEvG3/mV3NqOist9RYe/xEwR/1VnKqAE",
        "Gx5PCJwJtq2C9RDLJef4ylYbma8kQ8HZ5VhQYrGZPnwg+e7ek7f3N9/kht3gOMGANMD1gQYaZABcBqTFBucYiJgt409P7YYVcFnzto/D00jzPBm91dIlOIYO"
            + "ZY4PY/ZGz101vCOyIlC78EhManTbblq7hGIR/Jfhs4sAsP6ltzg=");

    public static Recordings Of(string server) => server == "MariaDB" ? MariaDb : MySql;

    private static Recordings Read(string fromServer, string fromClient, string seen) => new(Unpack(fromServer), Unpack(fromClient), Encoding.UTF8.GetString(Unpack(seen)));

    private static byte[] Unpack(string packed)
    {
        using var stream = new BrotliStream(new MemoryStream(Convert.FromBase64String(packed)), CompressionMode.Decompress);
        using var plain = new MemoryStream();
        stream.CopyTo(plain);
        return plain.ToArray();
    }
}

using Xunit;

namespace ShardClient.Tests.Integration.Samples;

/// <summary>What the sample answers when a database cannot be loaded, or not as asked.</summary>
public sealed class QuickstartFromErrorTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("shardclient-quickstart-errors-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void A_file_that_is_not_there_or_a_folder_is_named()
    {
        AssertRefused(Run("--from", "nowhere.db"), "--from nowhere.db: there is no such file. Name the file of a SQLite database.");
        AssertRefused(Run("--from", _folder.FullName), "this is a folder");
    }

    [Fact]
    public void A_file_that_is_no_database_or_an_encrypted_one_is_refused()
    {
        var bytes = new byte[8192];
        new Random(1).NextBytes(bytes);
        AssertRefused(Run("--from", Write("noise.db", bytes)), "this is no SQLite database, or an encrypted one. Decrypt a copy");
        AssertRefused(Run("--from", Write("text.db", "a,b\n1,2\n"u8)), "this is no SQLite database");
        AssertRefused(Run("--from", Write("empty.db", [])), "the database has no tables");
    }

    [Fact]
    public void A_damaged_database_is_refused()
    {
        var file = OwnDatabases.Make(_folder, OwnDatabases.Shop);
        var bytes = File.ReadAllBytes(file);
        for (var page = 4096; page < bytes.Length; page += 4096)
            bytes.AsSpan(page, 64).Fill(0xEE);
        AssertRefused(Run("--from", Write("damaged.db", bytes)), "the database is damaged. See what PRAGMA integrity_check says");
    }

    [Theory]
    [InlineData("--shard", "nowhere=id", "--shard nowhere=id: the database has no table nowhere; its tables are t, kept")]
    [InlineData("--reference", "nowhere", "--reference nowhere: the database has no table nowhere")]
    [InlineData("--single", "search", "--single search: search is a virtual table, which is not loaded")]
    [InlineData("--shard", "t", "--shard t: say by which column, as in --shard t=COLUMN")]
    [InlineData("--shard", "t=nothing", "table t has no column nothing; its columns are id, real, mixed, untyped, made")]
    [InlineData("--shard", "t=real", "real cannot be the sharding key of t: real is REAL; a key is INTEGER, TEXT, BLOB, BOOLEAN, GUID or DATE. Shard it by one of id.")]
    [InlineData("--shard", "t=mixed", "1 values of mixed are no integers, though its type is INTEGER. Shard it by one of id.")]
    [InlineData("--shard", "t=untyped", "untyped is without a type")]
    [InlineData("--shard", "t=made", "made is a generated column")]
    [InlineData("--shard", "kept=at", "None of its columns can be one: say --reference kept or --single kept.")]
    [InlineData("--shards", "0", "--shards 0: a cluster has 1 to 1024 shards")]
    [InlineData("--shards", "many", "--shards many: a cluster has 1 to 1024 shards")]
    [InlineData("--keep", "--dry-run", "leave --keep out")]
    public void A_place_that_cannot_be_is_refused_with_what_can(string option, string value, string message)
    {
        var file = OwnDatabases.Make(_folder, """
            CREATE TABLE t (id INTEGER PRIMARY KEY, real REAL, mixed INTEGER, untyped, made INT AS (id + 1));
            CREATE TABLE kept (at REAL);
            CREATE VIRTUAL TABLE search USING fts5(body);
            INSERT INTO t (mixed) VALUES (1), ('one');
            """);
        AssertRefused(Run("--from", file, option, value), message);
        Assert.Empty(_folder.EnumerateDirectories());
    }

    [Fact]
    public void A_place_that_the_cluster_refuses_or_that_is_asked_for_twice_is_an_error()
    {
        var file = OwnDatabases.Make(_folder, "CREATE TABLE t (id INTEGER PRIMARY KEY, made TEXT NOT NULL ON CONFLICT FAIL);");
        AssertRefused(Run("--from", file, "--reference", "t"), "Table t cannot be reference, as asked. CREATE TABLE t: ON CONFLICT FAIL keeps the rows");
        AssertRefused(Run("--from", file, "--single", "t", "--shard", "T=id"), "Table t is asked for as single, sharded by id: say one of them.");
    }

    [Theory]
    [InlineData("--shard t=id", "--shard goes with --from FILE.")]
    [InlineData("--dry-run", "--dry-run goes with --from FILE.")]
    [InlineData("--from", "--from needs a value.")]
    public void Options_of_a_database_go_with_one(string arguments, string message) => AssertRefused(Run(arguments.Split(' ')), message);

    [Fact]
    public void A_shard_of_the_cluster_that_is_to_be_made_anew_is_refused()
    {
        var shard = OwnDatabases.Make(_folder.CreateSubdirectory("artifacts/quickstart-from"), "CREATE TABLE t (id INTEGER PRIMARY KEY);");
        AssertRefused(Run("--from", shard), "which is made anew. Load a copy from elsewhere.");
        Assert.True(File.Exists(shard));
    }

    private static void AssertRefused(QuickstartRun run, string message)
    {
        Assert.Contains(message, run.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", run.Errors, StringComparison.Ordinal);
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("--from FILE", run.Output, StringComparison.Ordinal);
    }

    private QuickstartRun Run(params string[] arguments) => QuickstartRun.In(_folder, arguments);

    private string Write(string name, ReadOnlySpan<byte> bytes)
    {
        var file = Path.Combine(_folder.FullName, name);
        File.WriteAllBytes(file, bytes);
        return file;
    }
}

using ShardClient.Tests.Integration.MySql;
using Xunit;

namespace ShardClient.Tests.Integration.Conformance;

[Collection(MySqlFixture.Name)]
public sealed class ServerTransactionObjectTests(MySqlFixture fixture) : TransactionObjectTests(new ServerConformanceDatabase(fixture));

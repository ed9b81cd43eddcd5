using Mono.Cecil;
using Xunit;

namespace ShardClient.Tests.Unit.Architecture;

public sealed class RoomTests
{
    [Fact]
    public void Every_folder_uses_only_the_folders_that_the_table_allows()
    {
        using var module = ModuleDefinition.ReadModule(typeof(ShardException).Assembly.Location);
        var wrong = WrongArrows(module, RoomMap.OfProvider());
        Assert.True(wrong.Count == 0, $"Arrows that the table in Rooms.cs does not have:\n{string.Join('\n', wrong)}");
    }

    [Fact]
    public void Every_type_belongs_to_a_room_of_the_table()
    {
        using var module = ModuleDefinition.ReadModule(typeof(ShardException).Assembly.Location);
        var map = RoomMap.OfProvider();
        var homeless = from type in module.Types
                       let room = map.RoomOf(type)
                       where room is not null && !Rooms.IsKnown(room)
                       select $"{type.FullName}: {room}";
        Assert.Empty(homeless);
    }

    [Theory]
    [InlineData("ByBase")]
    [InlineData("ByField")]
    [InlineData("BySignature")]
    [InlineData("ByBody")]
    [InlineData("ByGenericArgument")]
    [InlineData("ByLambda")]
    [InlineData("ByAttribute")]
    [InlineData("ByConstraint")]
    public void A_reference_against_the_arrows_is_found(string type)
    {
        var wrong = WrongArrowsOfFakes();
        Assert.Contains(wrong, line => line.Contains($"Errors.{type}", StringComparison.Ordinal)
            && line.EndsWith("Errors -> Execution", StringComparison.Ordinal));
    }

    [Fact]
    public void A_reference_along_the_arrows_is_allowed() =>
        Assert.DoesNotContain(WrongArrowsOfFakes(), line => line.EndsWith("Execution -> Errors", StringComparison.Ordinal));

    [Fact]
    public void Nothing_in_a_folder_may_use_the_root() => Assert.False(Rooms.MayUse("Execution", Rooms.Root));

    private static List<string> WrongArrowsOfFakes()
    {
        using var module = ModuleDefinition.ReadModule(typeof(RoomTests).Assembly.Location);
        return WrongArrows(module, new RoomMap(typeof(RoomTests).Namespace + ".Fakes", new Dictionary<string, string>()));
    }

    private static List<string> WrongArrows(ModuleDefinition module, RoomMap map)
    {
        var wrong = from reference in CompiledReferences.Of(module)
                    let @from = map.RoomOf(reference.From)
                    let to = map.RoomOf(reference.To)
                    where @from is not null && to is not null && !Rooms.MayUse(@from, to)
                    select $"{reference.From.FullName} {reference.Member} uses {reference.To.FullName}: {@from} -> {to}";
        return [.. wrong.Distinct().Order(StringComparer.Ordinal)];
    }
}

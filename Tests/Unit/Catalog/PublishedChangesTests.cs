using ShardClient.Catalog.Metadata;
using Xunit;

namespace ShardClient.Tests.Unit.Catalog;

public sealed class PublishedChangesTests
{
    [Fact]
    public void The_latest_are_kept_and_whoever_asks_for_an_earlier_one_is_told_so()
    {
        var ids = Enumerable.Range(0, 2 * PublishedChanges.Most).Select(static _ => Guid.NewGuid()).ToList();
        var published = ids.Aggregate(PublishedChanges.None, static (sofar, id) => sofar.With(id));
        for (var index = 0; index < ids.Count; index++)
        {
            Assert.Equal(index >= PublishedChanges.Most, published.Contains(ids[index]));
            Assert.Equal(!published.Contains(ids[index]), PublishedChanges.MayForget(index, ids.Count - 1));
        }

        Assert.False(published.Contains(Guid.NewGuid()));
    }
}

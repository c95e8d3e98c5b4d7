using System.Text.RegularExpressions;

namespace DeepML.Distributed.Tests.Rows;

/// <summary>Each process reads a share of the rows.</summary>
[TestClass]
public sealed class GatheredRowsTests
{
    [TestMethod]
    public void Processes_that_have_read_shares_train_as_one_that_has_read_all()
    {
        const string families = "mlp,recurrent,autoencoder";
        using var alone = new TemporaryFolder();
        using var together = new TemporaryFolder();
        MpiRun.Finish(1, families, alone.Path, "validation=0.2");
        MpiRun.Finish(3, families, together.Path, "validation=0.2", "shares=rows");
        foreach (var family in families.Split(','))
        {
            var (expected, found) = (alone.Weights(family, 0), together.Weights(family, 0));
            Assert.HasCount(expected.Length, found);
            Assert.IsLessThanOrEqualTo(1e-5f, expected.Zip(found).Max(pair => Math.Abs(pair.First - pair.Second)), family);
            CollectionAssert.AreEqual(found, together.Weights(family, 2), family);
        }
    }

    [TestMethod]
    [DataRow("column", "rank 0 .*error DistributionException The shares do not have the same columns; there is rank 0 .*, here is rank 1 ")]
    [DataRow("keys", "error DistributionException The shares do not have the same columns; .*Keys are made of all rows, behind GatherRows")]
    [DataRow("pictures", "error ArgumentException Columns that no file can hold do not travel to other processes: 'Drawn' ")]
    public void Shares_that_do_not_fit_are_refused(string kind, string says)
    {
        using var folder = new TemporaryFolder();
        using var run = MpiRun.Start(2, "mlp", folder.Path, $"shares={kind}");
        StringAssert.Matches(run.Finish(null), new Regex(says));
    }

    [TestMethod]
    public void A_world_of_one_has_all_rows_already()
    {
        using var alone = MpiDistribution.Join();
        var ml = new Microsoft.ML.MLContext(seed: 1);
        var rows = ml.Data.LoadFromEnumerable(MpiChild.Row.Create(5, seed: 1));
        Assert.AreSame(rows, alone.GatherRows(rows));
    }
}

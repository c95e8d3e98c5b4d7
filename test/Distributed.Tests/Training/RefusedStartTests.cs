namespace DeepML.Distributed.Tests.Training;

[TestClass]
public sealed class RefusedStartTests
{
    [TestMethod]
    [DataRow("batch", "BatchSize is 16 there and 8 here")]
    [DataRow("rows", "the training rows differ")]
    public void A_process_with_other_options_or_rows_is_named_by_all_with_the_difference(string odd, string says)
    {
        using var folder = new TemporaryFolder();
        using var run = MpiRun.Start(2, "mlp", folder.Path, $"odd={odd}");
        var output = run.Finish(null);
        for (var rank = 0; rank < 2; rank++)
            StringAssert.Matches(output, new System.Text.RegularExpressions.Regex(
                $"rank {rank} error DistributionException The processes do not train the same; "
                + $"there is rank 0 \\(.+\\), here is rank 1 \\(.+\\): {says}"));
    }

    [TestMethod]
    public void What_cannot_be_shared_is_refused_by_name()
    {
        using var folder = new TemporaryFolder();
        using var run = MpiRun.Start(2, "persistent", folder.Path);
        StringAssert.Contains(run.Finish(null), "cannot be shared among 2 processes: persistent chains");
    }

    [TestMethod]
    public void A_process_that_leaves_before_the_others_are_done_is_named_and_nobody_waits_for_ever()
    {
        using var folder = new TemporaryFolder();
        using var run = MpiRun.Start(2, "mlp", folder.Path, "odd=leaves", "lostafter=2");
        StringAssert.Contains(run.Finish(null), $"Rank 1 ({Environment.MachineName}) has left: it has disposed its MpiDistribution");
    }

    [TestMethod]
    public void A_fault_that_only_one_process_meets_ends_all_of_them_with_its_words()
    {
        using var folder = new TemporaryFolder();
        using var run = MpiRun.Start(2, "mlp", folder.Path, "odd=nan");
        var output = run.Finish(null);
        StringAssert.Contains(output, "rank 1 error InvalidOperationException Column 'Features' is NaN in row 5");
        StringAssert.Matches(output, new System.Text.RegularExpressions.Regex(
            "\nRank 1 \\(.+\\) has failed: Column 'Features' is NaN in row 5"));
    }
}

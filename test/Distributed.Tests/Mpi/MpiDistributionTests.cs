using Microsoft.ML;

namespace DeepML.Distributed.Tests.Mpi;

[TestClass]
public sealed class MpiDistributionTests
{
    [TestMethod]
    public void A_process_that_nobody_has_started_with_others_is_a_world_of_one_and_may_join_again()
    {
        for (var i = 0; i < 2; i++)
        {
            using var world = MpiDistribution.Join();
            Assert.AreEqual((0, 1, 0, true), (world.Rank, world.Size, world.LocalRank, world.IsFirst));
            Assert.AreEqual(0, world.Traffic.Calls);
            Assert.IsNull(new TrainingOptions { Distribution = world }.Ranks, "training goes on as without");
        }
    }

    [TestMethod]
    public void A_library_that_is_not_there_and_one_that_is_none_of_mpi_are_named()
    {
        var missing = Assert.ThrowsExactly<DistributionException>(() => MpiDistribution.Join(new MpiOptions { Library = "libnompi.so" }));
        StringAssert.Contains(missing.Message, "There is no library of MPI by the name of libnompi.so.");
        var other = OperatingSystem.IsWindows() ? "kernel32.dll" : OperatingSystem.IsMacOS() ? "libSystem.dylib" : "libc.so.6";
        var wrong = Assert.ThrowsExactly<DistributionException>(() => MpiDistribution.Join(new MpiOptions { Library = other }));
        StringAssert.Contains(wrong.Message, "is no library of MPI 3");
    }

    [TestMethod]
    public void The_library_of_another_mpi_than_the_launchers_is_refused()
    {
        if (MpiRun.Launchers.Count < 2)
            Assert.Inconclusive("MPICH and Open MPI are not both on this machine.");
        using var folder = new TemporaryFolder();
        using var run = MpiRun.Start(MpiRun.Launchers[0], 2, "mlp", folder.Path, "library=libmpi.so.40");
        StringAssert.Contains(run.Finish(null), "has started 2 processes, but libmpi.so.40 sees 1: it belongs to another MPI.");
    }

    [TestMethod]
    public void Processes_are_those_of_the_whole_fit_and_not_of_one_phase_of_it()
    {
        using var world = MpiDistribution.Join();
        var trainers = new MLContext().MulticlassClassification.Trainers;
        var error = Assert.ThrowsExactly<ArgumentException>(() => trainers.DeepBeliefNetwork(
            new DeepBeliefPredictionOptions
            {
                Layers = [new() { HiddenSize = 4 }],
                Pretraining = new TrainingOptions { Distribution = world },
            }));
        StringAssert.Contains(error.Message, "Pretraining.Distribution is ");
    }

    [TestMethod]
    public void Options_at_their_limits_are_taken_and_beyond_them_refused_all_at_once()
    {
        new MpiOptions { LostAfter = TimeSpan.FromSeconds(2) }.Validate();
        new MpiOptions { LostAfter = TimeSpan.FromDays(1) }.Validate();
        var error = Assert.ThrowsExactly<ArgumentException>(() => MpiDistribution.Join(
            new MpiOptions { Library = " ", LostAfter = TimeSpan.FromSeconds(1.9), GradientPrecision = (Precision)9 }));
        foreach (var name in new[] { "Library is \" \"", "LostAfter is 00:00:01.9000000", "GradientPrecision is 9" })
            StringAssert.Contains(error.Message, name);
    }
}

using DeepML.Trainers.Tests.Checkpoints;

namespace DeepML.Trainers.Tests.Loop;

[TestClass]
public sealed class RunningFitsTests
{
    [TestMethod]
    [DataRow("main", 0)]
    [DataRow("exit", 5)]
    public async Task A_process_that_ends_while_a_background_thread_trains_stops_it_and_ends_in_order(string how, int code)
    {
        for (var round = 0; round < 2; round++)
        {
            using var child = ExactResumeTests.Start("ends", how);
            var output = await child.StandardOutput.ReadToEndAsync();
            await child.WaitForExitAsync();
            Assert.AreEqual(code, child.ExitCode, $"139 is a segmentation fault: {output}");
            StringAssert.Matches(output, new("the process ended (in|at the end of) epoch"));
        }
    }

    [TestMethod]
    public void Fits_of_a_process_that_goes_on_are_not_stopped()
    {
        using var outer = RunningFits.Enter();
        using var inner = RunningFits.Enter();
        inner.Dispose();
        Assert.IsFalse(RunningFits.AreToStop);
    }
}

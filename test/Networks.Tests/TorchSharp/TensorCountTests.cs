using DeepML.Workout;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace DeepML.Networks.Tests.TorchSharpTraps;

/// <summary>docs/torchsharp-notes.md, "Tensor.TotalCount counts each Parameter once too often".</summary>
[TestClass]
public sealed class TensorCountTests
{
    [TestMethod]
    public void Each_parameter_leaves_the_count_one_higher_for_ever()
    {
        Settle();
        var before = LiveTensors.Count();
        for (var i = 0; i < 10; i++)
            new Parameter(zeros(2), true).Dispose();
        Settle();
        Assert.AreEqual(10, Tensor.TotalCount - before);
    }

    [TestMethod]
    public void Plain_tensors_do_not()
    {
        Settle();
        var before = LiveTensors.Count();
        for (var i = 0; i < 10; i++)
            zeros(2).Dispose();
        Settle();
        Assert.AreEqual(0, Tensor.TotalCount - before);
    }

    // Tensors of tests before this one that were left to their finalizers.
    private static void Settle()
    {
        for (var i = 0; i < 2; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }
    }
}

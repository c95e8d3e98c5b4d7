using TorchSharp.Modules;
using static TorchSharp.torch;

namespace DeepML.Workout;

/// <summary>Growth of TorchSharp's count of live tensors, by work that should leave none.</summary>
/// <remarks>
/// The count is no plain truth: in TorchSharp 0.107 each <see cref="Parameter"/> made in managed code raises it by one for ever,
/// because its constructor moves the handle without counting down. No memory is lost. So work that makes networks may grow the
/// count, by the drift times its parameters, but never by more when it takes more steps.
/// </remarks>
public static class LiveTensors
{
    /// <summary>
    /// What the count grows by for every Parameter that was made and disposed: 1 in TorchSharp 0.107, 0 where it is mended.
    /// </summary>
    public static double DriftOfParameter { get; } = MeasureDrift();

    /// <summary>What a piece of work adds to the count, after all finalizers have run.</summary>
    public static long GrowthBy(Action work)
    {
        var before = Count();
        work();
        return Count() - before;
    }

    /// <summary>
    /// Fails unless work that does more of the same grows the count by no more, and neither by more than its networks' drift.
    /// </summary>
    /// <param name="less">Work with few steps; called once before it is measured, for what is made once per process.</param>
    /// <param name="more">The same work with more steps over the same networks.</param>
    public static void AreIndependentOfSteps(Action less, Action more)
    {
        less();
        var growth = GrowthBy(less);
        Assert.AreEqual(growth, GrowthBy(more), "tensors left alive by more steps");
        Assert.AreEqual(growth, GrowthBy(less), "tensors left alive by the same work again");
        if (DriftOfParameter == 0)
            Assert.AreEqual(0, growth, "tensors left alive");
    }

    /// <summary>Tensors that are alive when all finalizers have run: those that other work has left do not count down later.</summary>
    public static long Count()
    {
        for (var i = 0; i < 2; i++) // a finalizer may let go of objects with finalizers of their own
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }
        return Tensor.TotalCount;
    }

    private static double MeasureDrift()
    {
        const int Made = 100;
        return (double)GrowthBy(() =>
        {
            for (var i = 0; i < Made; i++)
            {
                using var scope = NewDisposeScope();
                _ = new Parameter(zeros(1));
            }
        }) / Made;
    }
}

using System.Diagnostics;
using System.Globalization;
using static TorchSharp.torch;

namespace DeepML.Bench;

/// <summary>
/// Where a training step of ResNet-18 goes, in both precisions: each of its convolutions there and back by itself, beside a whole step
/// of a fit. What is left of the step is normalization, functions, the optimizer, and that nothing of the weights is in a cache any more.
/// </summary>
internal static class StepsBench
{
    private const int Rounds = 9;
    private static readonly TimeSpan LeastTime = TimeSpan.FromMilliseconds(200); // of all rounds together

    public static IEnumerable<string> Names => ["resnet18"];

    /// <summary>Measures and prints a line for each convolution.</summary>
    /// <returns>Whether there was any of these names.</returns>
    public static bool Run(string[] asked)
    {
        if (!Names.Any(name => Catalog.IsAskedFor(name, asked)))
            return false;
        var whole = new ResNet18Step();
        var single = whole.Milliseconds(Precision.Float32); // first: it loads libtorch as a fit does
        var half = BFloat16(whole);
        Console.WriteLine($"({get_num_threads()} threads; ms there and back, best of {Rounds})");
        Console.WriteLine(half is null ? "convolution float32" : "convolution float32 bfloat16 of it casts of weights and of their slopes");
        var sums = new double[3];
        foreach (var part in ResNet18Step.Convolutions)
        {
            Action[] works = [part.Pass(ScalarType.Float32), .. half is null ? [] : new[] { part.Pass(ScalarType.BFloat16), part.Casts() }];
            var times = works.Select(work => part.Count * Best(work)).ToArray();
            for (var i = 0; i < times.Length; i++)
                sums[i] += times[i];
            Print(part.ToString(), times);
        }
        Print("together", half is null ? sums[..1] : sums);
        Print("whole_step", half is { } time ? [single, time] : [single]);
        return true;
    }

    private static double? BFloat16(ResNet18Step whole)
    {
        try
        {
            return whole.Milliseconds(Precision.BFloat16);
        }
        catch (NotSupportedException why)
        {
            Console.Error.WriteLine($"(bfloat16 is left out: {why.Message})");
            return null;
        }
    }

    private static double Best(Action pass)
    {
        pass();
        var best = double.PositiveInfinity;
        for (var round = 0; round < Rounds; round++)
        {
            var clock = Stopwatch.StartNew();
            var times = 0;
            for (; clock.Elapsed < LeastTime / Rounds || times == 0; times++)
                pass();
            best = Math.Min(best, clock.Elapsed.TotalMilliseconds / times);
        }
        return best;
    }

    private static void Print(string name, IEnumerable<double> times) =>
        Console.WriteLine($"{name} {string.Join(' ', times.Select(time => time.ToString("F2", CultureInfo.InvariantCulture)))}");
}

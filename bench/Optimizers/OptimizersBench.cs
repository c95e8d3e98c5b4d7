using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace DeepML.Bench;

/// <summary>What a step of an optimizer takes on the processor in each way that there is, in µs.</summary>
internal static class OptimizersBench
{
    private const int Rounds = 11;
    private static readonly TimeSpan LeastTime = TimeSpan.FromMilliseconds(60); // of a round of one way

    private static readonly Dictionary<string, long[][]> Sets = new()
    {
        ["small"] = [[64, 128], [128], [128, 10], [10], [48, 64], [48], [8, 48], [8]],
        ["resnet18"] = [.. ResNet18()],
        ["large"] = [[50_000_000]],
    };

    public static IEnumerable<string> Names => Sets.Keys;

    /// <summary>Measures and prints a line for each set of parameters and rule.</summary>
    /// <returns>Whether there was any of these names.</returns>
    public static bool Run(string[] asked)
    {
        var names = Names.Where(name => Catalog.IsAskedFor(name, asked)).ToArray();
        if (names.Length == 0)
            return false;
        _ = new MultilayerPerceptronOptions(); // lays the ground for torch, as in a program that fits
        using var gradientsOff = no_grad();
        Console.WriteLine($"({get_num_threads()} threads; µs a step, best of {Rounds} rounds)");
        foreach (var name in names)
        {
            using var ways = new OptimizerWays(Sets[name]);
            Print($"{name}.adam", ways.Adam());
            Print($"{name}.momentum", ways.Momentum());
        }
        return true;
    }

    private static void Print(string name, IReadOnlyList<(string Name, Action Step)> ways)
    {
        var best = ways.Select(_ => double.PositiveInfinity).ToArray();
        foreach (var (_, step) in ways)
            for (var warm = 0; warm < 3; warm++)
                Whole(step);
        for (var round = 0; round < Rounds; round++)
            for (var i = 0; i < best.Length; i++)
                best[i] = Math.Min(best[i], Microseconds(ways[i].Step));
        var parts = ways.Zip(best, (way, time) => $"{way.Name}={time.ToString(time < 100 ? "F1" : "F0", CultureInfo.InvariantCulture)}");
        Console.WriteLine($"{name} {string.Join(' ', parts)}");
    }

    private static double Microseconds(Action step)
    {
        var clock = Stopwatch.StartNew();
        var times = 0;
        for (; clock.Elapsed < LeastTime || times == 0; times++)
            Whole(step);
        return clock.Elapsed.TotalMicroseconds / times;
    }

    // torch.optim throws now and then, because its numbers are freed while native code reads them.
    private static void Whole(Action step)
    {
        while (true)
        {
            try
            {
                step();
                return;
            }
            catch (ExternalException why)
            {
                Console.Error.WriteLine($"(a step is made again: {why.Message.Split('\n')[0]})");
            }
        }
    }

    // Of a classifier of ten: 62 parameters, 11.2 million numbers.
    private static IEnumerable<long[]> ResNet18()
    {
        IEnumerable<long[]> Normalized(long filters, long channels, long kernel) =>
            [[filters, channels, kernel, kernel], [filters], [filters]];
        var layers = Normalized(64, 3, 3);
        foreach (var (channels, filters) in new (long, long)[] { (64, 64), (64, 128), (128, 256), (256, 512) })
        {
            layers = layers.Concat(Normalized(filters, channels, 3));
            for (var i = 0; i < 3; i++)
                layers = layers.Concat(Normalized(filters, filters, 3));
            if (channels != filters)
                layers = layers.Concat(Normalized(filters, channels, 1));
        }
        return [.. layers, [10, 512], [10]];
    }
}

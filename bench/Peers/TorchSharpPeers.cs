using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using TorchSharp;

namespace DeepML.Bench;

/// <summary>
/// The first peer of every workload that trains or scores: what a .NET user would write without this library, a plain TorchSharp loop
/// over tensors already in memory, on the same libtorch. It runs in a process of its own, so that neither side uses threads, caches
/// or memory that the other has warmed or fragmented.
/// </summary>
internal static class TorchSharpPeers
{
    // How often a run is begun anew when TorchSharp loses a number to the garbage collector in the middle of it.
    private const int Attempts = 5;

    // name → prepares the data once and returns what does the work once and tells the units done
    private static readonly Dictionary<string, Func<Func<long>>> Workloads = new()
    {
        ["dense_autoencoder"] = DensePeers.DenseAutoencoder,
        ["digits_autoencoder"] = DensePeers.DigitsAutoencoder,
        ["mlp"] = () => DensePeers.MultilayerPerceptron(),
        ["mlp_score_batch512"] = () => DensePeers.Scoring(batchSize: 512, repetitions: 100),
        ["mlp_score_single"] = () => DensePeers.Scoring(batchSize: 1, repetitions: 10),
        ["cnn_score_single"] = ConvolutionalPeers.SinglePictures,
        ["lstm_score_single"] = RecurrentPeer.SingleSequences,
        ["conv_autoencoder"] = ConvolutionalPeers.Autoencoder,
        ["lenet5"] = ConvolutionalPeers.LeNet5,
        ["resnet18"] = ConvolutionalPeers.ResNet18,
        ["unet"] = UNetPeer.Fit,
        ["rbm_cd1"] = BoltzmannPeer.ContrastiveDivergence,
        ["lstm_forecaster"] = RecurrentPeer.Forecaster,
        ["transformer_classifier"] = KeySequencePeers.TransformerClassifier,
        ["gru_tagger"] = KeySequencePeers.GruTagger,
        ["bucketing"] = Bucketing.Unbucketed,
        ["dcgan"] = GanPeer.Dcgan,
    };

    /// <summary>Does the workload once for each line on standard input and answers with units per second.</summary>
    /// <returns>The exit code of the process: 2 if there is no such peer.</returns>
    public static int Serve(string name)
    {
        if (!Workloads.TryGetValue(name, out var prepare))
        {
            Console.Error.WriteLine($"No TorchSharp peer is called {name}. There are: {string.Join(", ", Workloads.Keys.Order())}");
            return 2;
        }
        // As many threads as the other sides: every core, unless OMP_NUM_THREADS says otherwise for all.
        var limit = Environment.GetEnvironmentVariable("OMP_NUM_THREADS");
        torch.set_num_threads(int.TryParse(limit, out var threads) ? threads : Environment.ProcessorCount);
        if (LeaveOutWrongOneDnn() is { } why)
            Console.Error.WriteLine($"({name}, plain TorchSharp: {why})");
        var work = prepare();
        while (Console.In.ReadLine() is not null)
            Console.Out.WriteLine(UnitsPerSecond(name, work).ToString("R", CultureInfo.InvariantCulture));
        return 0;
    }

    // Where oneDNN calculates wrongly, ours is without it: a peer with it would be fast at wrong numbers. The trial is no part of the
    // library's public face.
    private static string? LeaveOutWrongOneDnn()
    {
        var trial = typeof(Activation).Assembly.GetType("DeepML.Networks.OneDnn", throwOnError: true)!;
        foreach (var part in new[] { "TryConvolutions", "TryRecurrence" })
            trial.GetMethod(part)!.Invoke(null, null);
        return (string?)trial.GetProperty("WhyNot")!.GetValue(null);
    }

    // TorchSharp's own optimizers and operators with numbers may throw now and then, because a number is freed while native code reads
    // it. Such a run is not a measurement: it is said and done again.
    private static double UnitsPerSecond(string name, Func<long> work)
    {
        for (var attempt = 1; ; attempt++)
            try
            {
                var clock = Stopwatch.StartNew();
                var units = work();
                return units / clock.Elapsed.TotalSeconds;
            }
            catch (ExternalException fault) when (attempt < Attempts)
            {
                Console.Error.WriteLine($"(TorchSharp's {name} threw; the run is done again: {fault.Message.Split('\n')[0]})");
            }
    }
}

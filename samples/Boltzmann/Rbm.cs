using System.Diagnostics;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Samples;

/// <summary>
/// A restricted Boltzmann machine and a deep belief network on the handwritten digits: what the hidden units look for, what the machine
/// draws, and what pretraining is worth when only a hundred digits have a label.
/// </summary>
internal static class Rbm
{
    private const int Side = 8;
    private const string Folder = "artifacts";

    public static int Run(SampleOutput output, string[] arguments)
    {
        var ml = new MLContext(seed: 1);
        var digits = Load(ml, DataFiles.Given(arguments, "digits.csv"));
        var (train, test) = (digits[..1400], digits[1400..]);
        var trainRows = ml.Data.LoadFromEnumerable(train);
        var testRows = ml.Data.LoadFromEnumerable(test);
        Machine(output, ml, trainRows, testRows);
        Stack(output, ml, trainRows);
        FewLabels(output, ml, train, testRows, labels: 100);
        return 0;
    }

    private static void Machine(SampleOutput output, MLContext ml, IDataView train, IDataView test)
    {
        const int epochs = 150;
        output.Say("[bold]A restricted Boltzmann machine[/]: 64 pixels, 100 hidden units, persistent chains");
        var clock = Stopwatch.StartNew();
        using var machine = output.Train(
            "RBM 64-100", epochs, progress => ml.Transforms.RestrictedBoltzmannMachine("Hidden", "Features", new RbmOptions
            {
                HiddenSize = 100,
                Persistent = true,
                Training = new TrainingOptions
                {
                    Epochs = epochs,
                    BatchSize = 50,
                    LearningRate = 0.1,
                    Optimizer = new GradientDescentOptimizer(),
                    Schedule = new CosineSchedule(),
                    Progress = progress,
                },
            }).Fit(train, test));
        var seconds = clock.Elapsed.TotalSeconds;
        var likelihood = machine.LogLikelihood(test, temperatures: 2000, seed: 1);
        var (first, last) = (machine.TrainingHistory.Epochs[0], machine.TrainingHistory.Epochs[^1]);
        output.Table("From the first epoch to the last", ["measure", "first", "last"],
        [
            Line("reconstruction error", e => e.TrainingLoss),
            Line("pseudo-likelihood, nats", e => e.Metrics["pseudo-likelihood"]),
            Line("free-energy gap to held-out digits, nats", e => e.Metrics["validation free energy gap"]),
        ]);
        output.Say(
            $"Log-likelihood of held-out digits: {SampleOutput.Number(likelihood.Mean)} nats; effective sample size "
                + $"{SampleOutput.Number(likelihood.EffectiveSampleSize)} of {likelihood.Chains}; fitted in {seconds:F1} s");
        output.Curve($"{Folder}/rbm-curve", "RBM 64-100, reconstruction error", machine.TrainingHistory);
        output.Value("rbm.reconstruction", last.TrainingLoss);
        output.Value("rbm.gap", last.Metrics["validation free energy gap"]);
        output.Value("rbm.loglik", likelihood.Mean);
        output.Value("rbm.effective", likelihood.EffectiveSampleSize);
        Pictures.SaveSheet($"{Folder}/rbm-weights.png", Sheet(machine.Weights.Select(Centred), 20), Side, Side, scale: 4);
        var originals = test.GetColumn<float[]>("Features").Take(20).ToArray();
        var again = machine.Reconstruct(test).GetColumn<float[]>("Features").Take(20).ToArray();
        CaptionedSheet.SaveRows($"{Folder}/rbm-reconstructions", "Digits held out", [("originals", originals), ("reconstructions", again)],
            Side);
        Pictures.SaveSheet($"{Folder}/rbm-samples.png", Sheet(machine.Sample(60, 2000, means: true, seed: 1), 20), Side, Side, scale: 4);
        output.Say($"Weights, reconstructions and samples: {Folder}/rbm-weights.png, rbm-reconstructions.png, rbm-samples.png");

        string[] Line(string name, Func<EpochRecord, double> value) =>
            [name, SampleOutput.Number(value(first)), SampleOutput.Number(value(last))];
    }

    private static void Stack(SampleOutput output, MLContext ml, IDataView train)
    {
        const int epochs = 80;
        var training = new TrainingOptions
        {
            Epochs = epochs,
            BatchSize = 50,
            LearningRate = 0.1,
            Optimizer = new GradientDescentOptimizer { Momentum = 0.5 },
            Schedule = new CosineSchedule()
        };
        using var stack = output.Train(
            "DBN 64-100-200", epochs, progress => ml.Transforms.DeepBeliefNetwork("Top", "Features", new DeepBeliefOptions
            {
                Layers = [new DeepBeliefLayer { HiddenSize = 100 }, new DeepBeliefLayer { HiddenSize = 200, Persistent = true }],
                Training = training with { Progress = progress },
            }).Fit(train));
        Pictures.SaveSheet($"{Folder}/dbn-samples.png", Sheet(stack.Sample(60, 2000, means: true, seed: 1), 20), Side, Side, scale: 4);
        output.Say($"Drawn by a deep belief network, down from the top: {Folder}/dbn-samples.png");
    }

    private static void FewLabels(SampleOutput output, MLContext ml, Digit[] train, IDataView test, int labels)
    {
        var some = train.Select(
            (digit, i) => i < labels ? digit : new Digit { Features = digit.Features, Label = uint.MaxValue }).ToArray();
        var fineTuning = new TrainingOptions { Epochs = 60, BatchSize = 10, Schedule = new CosineSchedule() };
        using var pretrained = ml.MulticlassClassification.Trainers.DeepBeliefNetwork(new DeepBeliefPredictionOptions
        {
            Pretraining = new TrainingOptions
            {
                Epochs = 50,
                BatchSize = 32,
                LearningRate = 0.1,
                Optimizer = new GradientDescentOptimizer { Momentum = 0.5 },
                Schedule = new CosineSchedule()
            },
            Training = fineTuning,
        }).Fit(ml.Data.LoadFromEnumerable(some));
        using var fresh = ml.MulticlassClassification.Trainers.MultilayerPerceptron(new MultilayerPerceptronOptions
        {
            HiddenSizes = [256, 256],
            HiddenActivation = Activation.Sigmoid,
            Training = fineTuning,
        }).Fit(ml.Data.LoadFromEnumerable(train[..labels]));
        var (pretrainedRight, freshRight) = (RightRows.Of(pretrained.Transform(test)), RightRows.Of(fresh.Transform(test)));
        var (with, without) = (pretrainedRight.Average(r => r ? 1.0 : 0), freshRight.Average(r => r ? 1.0 : 0));
        output.Table($"{labels} labels, {train.Length:N0} digits", ["network 64-256-256-10", "accuracy"],
        [
            ["from random weights, labelled digits only", SampleOutput.Percent(without)],
            ["[bold]pretrained on all digits[/]", $"[bold]{SampleOutput.Percent(with)}[/]"],
        ]);
        output.Say(Verdict.OfRight("Pretraining", "random weights", pretrainedRight, freshRight));
        output.Value("rbm.fewlabels.random", without);
        output.Value("rbm.fewlabels.pretrained", with);

    }

    private static Digit[] Load(MLContext ml, string path)
    {
        var rows = ml.Data.LoadFromTextFile<Line>(path, separatorChar: ',', hasHeader: true);
        var digits = ml.Data.CreateEnumerable<Line>(rows, reuseRowObject: false)
            .Select(line => new Digit { Features = Array.ConvertAll(line.Pixels, p => p / 16), Label = (uint)line.Label }).ToArray();
        new Random(1).Shuffle(digits);
        return digits;
    }

    private static List<float[][]> Sheet(IEnumerable<float[]> pictures, int columns) => [.. pictures.Chunk(columns)];

    // Grey is no weight, white looks for ink, black for its absence.
    private static float[] Centred(float[] weights)
    {
        var most = weights.Max(Math.Abs);
        return Array.ConvertAll(weights, w => 0.5f + (w / most / 2));
    }

    private sealed class Line
    {
        [LoadColumn(0, 63), VectorType(64)]
        public float[] Pixels { get; set; } = [];

        [LoadColumn(64)]
        public float Label { get; set; }
    }

    private sealed class Digit
    {
        [VectorType(64)]
        public float[] Features { get; set; } = [];

        [KeyType(10)]
        public uint Label { get; set; }
    }
}

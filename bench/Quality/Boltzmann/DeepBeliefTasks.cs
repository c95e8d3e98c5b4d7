using System.Diagnostics;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Bench;

/// <summary>The handwritten digits with every label: five random splits.</summary>
internal sealed class DigitsDeepBelief : IQualityTask
{
    public string Name => "digits.dbn";

    public IEnumerable<(string Name, double Value)> Run()
    {
        var (accuracies, seconds, linear) = (new List<double>(), new List<double>(), new List<double>());
        for (var seed = 1; seed <= 5; seed++)
        {
            var ml = new MLContext(seed);
            var digits = Load(ml);
            var rows = ml.Data.Cache(ml.Transforms.Conversion.MapValueToKey("Label").Fit(digits).Transform(digits));
            var split = ml.Data.TrainTestSplit(rows, 0.2, seed: seed);
            var clock = Stopwatch.StartNew();
            using var model = ml.MulticlassClassification.Trainers.DeepBeliefNetwork(Options(VisibleUnits.Bernoulli)).Fit(split.TrainSet);
            seconds.Add(clock.Elapsed.TotalSeconds);
            accuracies.Add(ml.MulticlassClassification.Evaluate(model.Transform(split.TestSet)).MicroAccuracy);
            linear.Add(ml.MulticlassClassification.Evaluate(
                ml.MulticlassClassification.Trainers.LbfgsMaximumEntropy().Fit(split.TrainSet).Transform(split.TestSet)).MicroAccuracy);
        }
        yield return ("digits.dbn.accuracy", accuracies.Average());
        yield return ("digits.dbn.accuracy (linear)", linear.Average());
        yield return ("digits.dbn.seconds", seconds.Average());
    }

    /// <summary>The settings of the table.</summary>
    public static DeepBeliefPredictionOptions Options(VisibleUnits visible, double firstRate = 0.05) => new()
    {
        VisibleUnits = visible,
        Layers = [new DeepBeliefLayer { Training = Pretraining(firstRate) }, new DeepBeliefLayer()],
        HiddenActivation = Activation.ReLU,
        Dropout = 0.2,
        Pretraining = Pretraining(0.05),
        Training = new TrainingOptions
        {
            Epochs = 100,
            BatchSize = 32,
            LearningRate = 0.1,
            Optimizer = new GradientDescentOptimizer(),
            Schedule = new CosineSchedule()
        },
    };

    private static TrainingOptions Pretraining(double rate) =>
        new()
        {
            Epochs = 10,
            BatchSize = 32,
            LearningRate = rate,
            Optimizer = new GradientDescentOptimizer(),
            Schedule = new CosineSchedule()
        };

    public static IDataView Load(MLContext ml)
    {
        var rows = ml.Data.LoadFromTextFile<DigitRows.Digit>(RepositoryFiles.Data("digits.csv"), separatorChar: ',', hasHeader: true);
        return ml.Data.LoadFromEnumerable(ml.Data.CreateEnumerable<DigitRows.Digit>(rows, reuseRowObject: false)
            .Select(row => new DigitRows.Digit { Features = Array.ConvertAll(row.Features, pixel => pixel / 16), Label = row.Label })
                .ToArray());
    }
}

/// <summary>MNIST's 10,000 test digits, three quarters to learn from, pixels standardized by the Gaussian units.</summary>
internal sealed class MnistDeepBelief : IQualityTask
{
    public string Name => "mnist.dbn";

    public IEnumerable<(string Name, double Value)> Run()
    {
        if (!MnistRows.Exist)
            yield break;
        var ml = new MLContext(seed: 1);
        var rows = MnistRows.Read(1);
        var options = DigitsDeepBelief.Options(VisibleUnits.Gaussian, firstRate: 0.005) with { LabelColumnName = "Digit" };
        var clock = Stopwatch.StartNew();
        using var model = ml.MulticlassClassification.Trainers.DeepBeliefNetwork(options).Fit(ml.Data.LoadFromEnumerable(rows[..7500]));
        var seconds = clock.Elapsed.TotalSeconds;
        yield return ("mnist.dbn.accuracy",
            ml.MulticlassClassification.Evaluate(model.Transform(ml.Data.LoadFromEnumerable(rows[7500..])), "Digit").MicroAccuracy);
        yield return ("mnist.dbn.seconds", seconds);
    }
}

/// <summary>
/// Few labels, many rows: pretrained on 8,000 digits, against the same network from random weights, and one of rectifiers.
/// </summary>
internal sealed class MnistDeepBeliefFewLabels : IQualityTask
{
    private const int Seeds = 5;
    private const int Rows = 8000;

    public string Name => "mnist.dbn100";

    public IEnumerable<(string Name, double Value)> Run()
    {
        if (!MnistRows.Exist)
            yield break;
        foreach (var labels in new[] { 100, 300, 1000 })
        {
            var (pretrained, sigmoid, rectified) = (new double[Seeds], new double[Seeds], new double[Seeds]);
            for (var i = 0; i < Seeds; i++)
            {
                var ml = new MLContext(seed: i + 1);
                var rows = MnistRows.Read(i + 1);
                var all = ml.Data.LoadFromEnumerable(rows[..Rows].Select((row, n) => n < labels ? row : row.Unlabelled()).ToArray());
                var few = ml.Data.LoadFromEnumerable(rows[..labels]);
                var test = ml.Data.LoadFromEnumerable(rows[Rows..]);
                pretrained[i] = Accuracy(ml, ml.MulticlassClassification.Trainers.DeepBeliefNetwork(Options(labels)).Fit(all), test);
                sigmoid[i] = Accuracy(ml, FromScratch(ml, Activation.Sigmoid, labels).Fit(few), test);
                rectified[i] = Accuracy(ml, FromScratch(ml, Activation.ReLU, labels).Fit(few), test);
            }
            var name = $"mnist.dbn{labels}";
            yield return ($"{name}.gain", pretrained.Average() - sigmoid.Average());
            yield return ($"{name}.accuracy", pretrained.Average());
            yield return ($"{name}.accuracy (sigmoid from random weights)", sigmoid.Average());
            yield return ($"{name}.accuracy (ReLU from random weights)", rectified.Average());
        }
    }

    private static DeepBeliefPredictionOptions Options(int labels) => new()
    {
        LabelColumnName = "Digit",
        Layers = [new DeepBeliefLayer { HiddenSize = 500 }, new DeepBeliefLayer { HiddenSize = 500 }],
        Pretraining = new TrainingOptions
        {
            Epochs = 15,
            BatchSize = 64,
            LearningRate = 0.1,
            Optimizer = new GradientDescentOptimizer { Momentum = 0.5 },
            Schedule = new CosineSchedule(),
            WeightDecay = 2e-4,
        },
        Training = new TrainingOptions { Epochs = Epochs(labels), BatchSize = 20, LearningRate = 1e-3, Schedule = new CosineSchedule() },
    };

    private static MultilayerPerceptronEstimator FromScratch(MLContext ml, Activation activation, int labels) =>
        ml.MulticlassClassification.Trainers.MultilayerPerceptron(new MultilayerPerceptronOptions
        {
            LabelColumnName = "Digit",
            HiddenSizes = [500, 500],
            HiddenActivation = activation,
            Training = new TrainingOptions
            {
                Epochs = Epochs(labels),
                BatchSize = 20,
                LearningRate = 1e-3,
                Schedule = new CosineSchedule()
            },
        });

    private static int Epochs(int labels) => labels < 1000 ? 60 : 30;

    private static double Accuracy(MLContext ml, NetworkTransformer model, IDataView test)
    {
        using (model)
            return ml.MulticlassClassification.Evaluate(model.Transform(test), "Digit").MicroAccuracy;
    }
}

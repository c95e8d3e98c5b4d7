using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Samples;

/// <summary>
/// A module of one's own in a pipeline: a Kolmogorov–Arnold network learns Friedman's formula (Annals of Statistics 19, 1991), beside a
/// linear model and a perceptron; then the chain is saved, and a second process, which registers the class, loads and scores it.
/// </summary>
internal static class OwnModule
{
    private const int Epochs = 60;
    private const string ModelPath = "artifacts/own-module.zip";

    public static int Run(SampleOutput output, string[] arguments)
    {
        var ml = new MLContext(seed: 1);
        var (train, test) = (ml.Data.LoadFromEnumerable(Rows(1, 2000)), ml.Data.LoadFromEnumerable(Rows(2, 1000)));
        var scale = ml.Transforms.NormalizeMeanVariance("Features");
        var linear = Error(ml, scale.Append(ml.Regression.Trainers.Sdca()).Fit(train).Transform(test));
        var perceptronScored = output.Train("Perceptron 10-32-32-1", Epochs, progress =>
            scale.Append(ml.Regression.Trainers.MultilayerPerceptron(
            new MultilayerPerceptronOptions { HiddenSizes = [32, 32], Training = Training(progress) })).Fit(train)).Transform(test);
        var perceptron = Error(ml, perceptronScored);
        var model = output.Train("Kolmogorov-Arnold 10-8-1", Epochs, progress => scale.Append(ml.Regression.Trainers.TorchModule(
            "Label", "Features", (features, answers) => new KolmogorovArnold(new KolmogorovArnoldSettings([features, 8, answers])),
            Training(progress))).Fit(train));
        var scored = model.Transform(test);
        var own = Error(ml, scored);

        ml.Model.Save(model, train.Schema, ModelPath);
        var difference = SecondProcess.LargestDifference("own-module-score", [], Scores(scored));

        output.Table("Friedman's formula of ten numbers, of which five count", ["model", "root of the mean squared error (noise alone: 1)"],
        [
            ["linear", SampleOutput.Number(linear)],
            ["perceptron", SampleOutput.Number(perceptron)],
            ["[bold]own module[/]", $"[bold]{SampleOutput.Number(own)}[/]"],
        ]);
        var history = model.LastTransformer.TrainingHistory;
        output.Say($"{model.LastTransformer.ParameterCount:N0} weights; {history with { Baseline = null }}");
        output.Say(
            Verdict.Of("The own module", "the perceptron",
                [.. SquaredErrors(perceptronScored).Zip(SquaredErrors(scored), (a, b) => a - b)], gain =>
                    $"{SampleOutput.Number(gain)} squared"));
        output.Curve("artifacts/own-module-curve", "Kolmogorov-Arnold network 10-8-1", history);
        output.Say($"Saved to {ModelPath}, loaded in a second process: largest score difference {difference}");
        output.Value("ownmodule.linear.rmse", linear);
        output.Value("ownmodule.perceptron.rmse", perceptron);
        output.Value("ownmodule.rmse", own);
        output.Value("ownmodule.reload.maxdiff", difference);
        model.Dispose();
        return difference == 0 && own < linear ? 0 : 1;
    }

    /// <summary>The second process: knows the class by its name in the file, and writes the scores of the test rows.</summary>
    public static int Score(SampleOutput output, string[] arguments)
    {
        TorchModules.Register<KolmogorovArnold>();
        var ml = new MLContext();
        SecondProcess.Write(arguments, Scores(ml.Model.Load(ModelPath, out _).Transform(ml.Data.LoadFromEnumerable(Rows(2, 1000)))));
        return 0;
    }

    private static TrainingOptions Training(IProgress<EpochProgress> progress) => new()
    {
        Epochs = Epochs,
        BatchSize = 32,
        LearningRate = 5e-3,
        Schedule = new CosineSchedule(),
        Seed = 1,
        Progress = progress,
    };

    private static IEnumerable<double> SquaredErrors(IDataView scored) =>
        scored.GetColumn<float>("Label").Zip(scored.GetColumn<float>("Score"), (label, score) => ((double)label - score) * (label - score));

    private static float[] Scores(IDataView scored) => [.. scored.GetColumn<float>("Score")];

    private static double Error(MLContext ml, IDataView scored) => ml.Regression.Evaluate(scored).RootMeanSquaredError;

    private static Row[] Rows(int seed, int count)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ =>
        {
            var x = Enumerable.Range(0, 10).Select(_ => random.NextDouble()).ToArray();
            var noise = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
            var y = (10 * Math.Sin(Math.PI * x[0] * x[1])) + (20 * Math.Pow(x[2] - 0.5, 2)) + (10 * x[3]) + (5 * x[4]) + noise;
            return new Row { Features = [.. x.Select(value => (float)value)], Label = (float)y };
        })];
    }

    private sealed class Row
    {
        [VectorType(10)]
        public float[] Features { get; set; } = [];

        public float Label { get; set; }
    }
}

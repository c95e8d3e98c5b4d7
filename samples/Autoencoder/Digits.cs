using Microsoft.ML;
using Microsoft.ML.Data;
using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Samples;

/// <summary>
/// The main job. 1,797 handwritten digits of 8×8 pixels: how much of them survives in eight numbers? A linear classifier on raw
/// pixels, on eight principal components and on an eight-number code of an autoencoder; then the model is saved, loaded in
/// another process and compared.
/// </summary>
internal static class Digits
{
    private const int CodeSize = 8;
    private const string ModelPath = "artifacts/digits.zip";
    private const string PicturePath = "artifacts/digits";
    private const string ReportPath = "artifacts/digits-report.html";

    public static int Run(SampleOutput output, string[] arguments)
    {
        var data = DataFiles.Given(arguments, "digits.csv");
        var ml = new MLContext(seed: 1);
        var rows = ml.Data.LoadFromTextFile<Digit>(data, separatorChar: ',', hasHeader: true);
        var split = ml.Data.TrainTestSplit(rows, 0.2);

        var scale = ml.Transforms.NormalizeMinMax("Pixels").Fit(split.TrainSet);
        var train = ml.Data.Cache(scale.Transform(split.TrainSet));
        var test = ml.Data.Cache(scale.Transform(split.TestSet));

        var raw = Share(LinearRight(ml, train, test, "Pixels"));
        var (pcaRight, pcaError) = PrincipalComponents(ml, train, test);
        output.Say($"[bold]Handwritten digits[/]: {Path.GetFileName(data)}, 20 % held out");

        const int epochs = 100;
        var model = output.Train("Autoencoder 64-48-8-48-64", epochs, progress => ml.Transforms.NormalizeMinMax("Pixels")
            .Append(ml.Transforms.Autoencoder("Code", "Pixels", new AutoencoderOptions
            {
                HiddenSizes = [48],
                CodeSize = CodeSize,
                Loss = ReconstructionLoss.SquaredError,
                Training = new TrainingOptions { Epochs = epochs, BatchSize = 32, LearningRate = 2e-3, Progress = progress },
            }))
            .Append(ml.Transforms.Conversion.MapValueToKey("Label"))
            .Append(ml.MulticlassClassification.Trainers.LbfgsMaximumEntropy("Label", "Code"))
            .Append(ml.Transforms.Conversion.MapKeyToValue("PredictedLabel"))
            .Fit(split.TrainSet));
        var right = RightRows.Of(model.Transform(split.TestSet));
        var (accuracy, pcaAccuracy) = (Share(right), Share(pcaRight));
        var autoencoder = model.OfType<AutoencoderTransformer>().Single();
        var reconstructed = autoencoder.Reconstruct(test);
        var error = MeanSquaredError(test, reconstructed);

        ml.Model.Save(model, rows.Schema, ModelPath);
        var difference = SecondProcess.LargestDifference("digits-reload", [data], Scores(model.Transform(rows)));

        output.Table($"A linear classifier on what is left of 64 pixels", ["features", "numbers", "accuracy", "reconstruction error"],
        [
            ["raw pixels", "64", SampleOutput.Percent(raw), "0"],
            ["principal components", $"{CodeSize}", SampleOutput.Percent(pcaAccuracy), SampleOutput.Number(pcaError)],
            ["[bold]autoencoder[/]", $"{CodeSize}", $"[bold]{SampleOutput.Percent(accuracy)}[/]", $"[bold]{SampleOutput.Number(error)}[/]"],
        ]);
        output.Say(Verdict.OfRight("The code of the autoencoder", "principal components", right, pcaRight));
        var history = autoencoder.TrainingHistory;
        output.Say($"{autoencoder.ParameterCount:N0} weights; {history with { Baseline = null }}");
        output.Curve("artifacts/digits-curve", "Autoencoder 64-48-8-48-64", history);
        output.Say($"Saved to {ModelPath}, loaded in a second process: largest score difference {difference}");
        output.Value("digits.raw.accuracy", raw);
        output.Value("digits.pca8.accuracy", pcaAccuracy);
        output.Value("digits.pca8.mse", pcaError);
        output.Value("digits.code8.accuracy", accuracy);
        output.Value("digits.code8.mse", error);
        output.Value("digits.reload.maxdiff", difference);

        var originals = test.GetColumn<float[]>("Pixels").Take(16).ToArray();
        var sheet = CaptionedSheet.SaveRows(
            PicturePath, $"Digits held out, and what {CodeSize} numbers keep of them",
            [("originals", originals), ("reconstructions", [.. reconstructed.GetColumn<float[]>("Pixels").Take(16)])], 8);
        output.Say($"Originals above reconstructions: {sheet}");
        output.Report(ReportPath, model, split.TestSet, new ReportOptions { Title = "Handwritten digits in eight numbers", Examples = 16 });
        return difference == 0 ? 0 : 1;
    }

    /// <summary>The second process: loads the model and writes the scores of every row.</summary>
    public static int Reload(SampleOutput output, string[] arguments)
    {
        var ml = new MLContext();
        var model = ml.Model.Load(ModelPath, out _);
        var rows = ml.Data.LoadFromTextFile<Digit>(arguments[0], separatorChar: ',', hasHeader: true);
        SecondProcess.Write(arguments, Scores(model.Transform(rows)));
        return 0;
    }

    private static float[] Scores(IDataView scored) => scored.GetColumn<float[]>("Score").SelectMany(s => s).ToArray();

    private static double Share(bool[] right) => right.Average(r => r ? 1.0 : 0);

    private static bool[] LinearRight(MLContext ml, IDataView train, IDataView test, string features)
    {
        var classifier = ml.Transforms.Conversion.MapValueToKey("Label")
            .Append(ml.MulticlassClassification.Trainers.LbfgsMaximumEntropy("Label", features));
        return RightRows.Of(classifier.Fit(train).Transform(test));
    }

    /// <summary>Projects on the leading right singular vectors of the centred training pixels.</summary>
    private static (bool[] Right, double Error) PrincipalComponents(MLContext ml, IDataView train, IDataView test)
    {
        using var scope = NewDisposeScope();
        var trainPixels = ToTensor(train);
        var testPixels = ToTensor(test);
        var mean = trainPixels.mean([0L], keepdim: true);
        var (_, _, right) = linalg.svd(trainPixels - mean, fullMatrices: false);
        var directions = right.narrow(0, 0, CodeSize).t();
        var trainCode = (trainPixels - mean).mm(directions);
        var testCode = (testPixels - mean).mm(directions);
        var error = (testCode.mm(directions.t()) + mean - testPixels).square().mean().ToDouble();
        return (LinearRight(ml, Rows(ml, trainCode, train), Rows(ml, testCode, test), "Code"), error);
    }

    private static Tensor ToTensor(IDataView data)
    {
        var rows = data.GetColumn<float[]>("Pixels").ToArray();
        return tensor(rows.SelectMany(r => r).ToArray(), [rows.Length, 64]);
    }

    private static IDataView Rows(MLContext ml, Tensor code, IDataView labels)
    {
        var values = code.contiguous().data<float>().ToArray();
        return ml.Data.LoadFromEnumerable(labels.GetColumn<float>("Label").Select((label, i) =>
            new CodeRow { Code = values[(i * CodeSize)..((i + 1) * CodeSize)], Label = label }).ToArray());
    }

    private static double MeanSquaredError(IDataView expected, IDataView actual) => expected.GetColumn<float[]>("Pixels")
        .Zip(actual.GetColumn<float[]>("Pixels"), (a, b) => a.Zip(b, (x, y) => Math.Pow(x - y, 2)).Average()).Average();

    private sealed class Digit
    {
        [LoadColumn(0, 63), VectorType(64)]
        public float[] Pixels { get; set; } = [];

        [LoadColumn(64)]
        public float Label { get; set; }
    }

    private sealed class CodeRow
    {
        [VectorType(CodeSize)]
        public float[] Code { get; set; } = [];

        public float Label { get; set; }
    }
}

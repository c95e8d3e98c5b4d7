using DeepML.Onnx.Tests;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Bench;

/// <summary>Networks that answer several questions at once, or whose answer is that of several networks, on handwritten digits.</summary>
internal static class OnnxAnswers
{
    private const int Learned = 300;

    private static readonly TrainingOptions Brief = new() { Epochs = 3, BatchSize = 32 };

    private static readonly string[] Members = ["regression", "binary", "multiclass"];

    /// <summary>Each family, how it is fitted, and the digits that it is asked of.</summary>
    public static IEnumerable<(string Family, Func<NetworkTransformer> Make, IDataView HeldOut)> All(MLContext ml)
    {
        var (learned, heldOut) = Rows(ml);
        var perceptron = new MultilayerPerceptronOptions { FeatureColumnName = "Pixels", LabelColumnName = "Parts", Training = Brief };
        var pictures = new ConvolutionalNetworkOptions
        {
            FeatureColumnName = "Pixels",
            LabelColumnName = "Parts",
            Height = 8,
            Width = 8,
            Training = Brief,
        };
        var rows = new RecurrentNetworkOptions
        {
            FeatureColumnName = "Pixels",
            LabelColumnName = "Parts",
            StepSize = 8,
            Encoder = new GruEncoder { HiddenSize = 16 },
            Training = Brief,
        };
        var labels = ml.MultilabelClassification().Trainers;
        yield return ("multilabel", () => labels.MultilayerPerceptron(perceptron).Fit(learned), heldOut);
        yield return ("multilabel.convolutional", () => labels.ConvolutionalNetwork(pictures).Fit(learned), heldOut);
        yield return ("multilabel.recurrent", () => labels.RecurrentNetwork(rows).Fit(learned), heldOut);
        var numbers = ml.VectorRegression().Trainers;
        yield return ("vectorregression", () => numbers.MultilayerPerceptron(
            perceptron with { LabelColumnName = "Sums" }).Fit(learned), heldOut);
        yield return ("vectorregression.convolutional", () => numbers.ConvolutionalNetwork(
            pictures with { LabelColumnName = "Sums" }).Fit(learned), heldOut);
        yield return ("vectorregression.recurrent", () => numbers.RecurrentNetwork(
            rows with { LabelColumnName = "Sums" }).Fit(learned), heldOut);
        foreach (var (name, body) in new (string, NetworkBody?)[]
        {
            ("", null), (".convolutional", new ConvolutionalBody { Height = 8, Width = 8 }),
            (".sequence", new SequenceBody { StepSize = 8 }),
        })
            foreach (var (sharing, weight) in new[] { ("", 0), (".soft", 0.01) })
                yield return ($"multitask{name}{sharing}", () => ml.Transforms.MultitaskNetwork(
                    "Pixels",
                    [
                        new TaskHead("Digit", TaskHeadKind.Multiclass), new TaskHead("IsOdd", TaskHeadKind.Binary),
                        new TaskHead("Ink", TaskHeadKind.Regression), new TaskHead("Parts", TaskHeadKind.Multilabel),
                    ],
                    new MultitaskOptions { Body = body, SoftSharing = weight, Training = Brief }).Fit(learned), heldOut);
    }

    /// <summary>Means over three networks, each kind written as one model.</summary>
    public static IEnumerable<(string Name, double Value)> Ensembles(MLContext ml)
    {
        var (learned, heldOut) = Rows(ml);
        foreach (var kind in Members)
        {
            var options = new MultilayerPerceptronOptions { FeatureColumnName = "Pixels", Training = Brief };
            IEstimator<ITransformer> member = kind switch
            {
                "regression" => ml.Regression.Trainers.MultilayerPerceptron(options with { LabelColumnName = "Ink" }),
                "binary" => ml.BinaryClassification.Trainers.MultilayerPerceptron(options with { LabelColumnName = "IsOdd" }),
                _ => ml.MulticlassClassification.Trainers.MultilayerPerceptron(options with { LabelColumnName = "Digit" }),
            };
            var model = ml.Transforms.Ensemble(member, count: 3).Fit(learned);
            string[] outputs = kind == "binary" ? ["Probability", "PredictedLabel"] : ["Score"];
            using var run = new OnnxRun(
                stream => ml.Model.ExportToOnnx(model, heldOut.Schema, stream, new OnnxExportOptions { Outputs = outputs }));
            yield return ($"onnx.ensemble.{kind}.maxdiff", new[] { 1, 2, 7 }.Max(
                batch => run.Difference(model.Transform(heldOut), batch, ".output", heldOut)));
        }
    }

    private static (IDataView Learned, IDataView HeldOut) Rows(MLContext ml)
    {
        var (pixels, digits) = ImageRows.Digits();
        var rows = pixels.Zip(digits, (row, digit) => new Row
        {
            Pixels = row,
            Digit = (uint)digit,
            IsOdd = digit % 2 == 1,
            Ink = row.Average(),
            Parts = [digit > 4, digit % 3 == 0, row[35] > 0.5f],
            Sums = [row[..32].Sum(), row[32..].Sum()],
        }).Take(Learned + 100).ToArray();
        return (ml.Data.LoadFromEnumerable(rows[..Learned]), ml.Data.LoadFromEnumerable(rows[Learned..]));
    }

    private sealed class Row
    {
        [VectorType(64)]
        public float[] Pixels { get; set; } = [];

        [KeyType(10)]
        public uint Digit { get; set; }

        public bool IsOdd { get; set; }

        public float Ink { get; set; }

        [VectorType(3)]
        public bool[] Parts { get; set; } = [];

        [VectorType(2)]
        public float[] Sums { get; set; } = [];
    }
}

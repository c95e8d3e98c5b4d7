using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Bench;

/// <summary>Rows of the tasks for the augmenter: the digits, and classifiers that are trained on some rows and tested on others.</summary>
internal static class GanRows
{
    public const int DigitSize = 64;

    /// <summary>The handwritten digits in a fixed random order, pixels in [0, 1].</summary>
    public static Row[] Digits()
    {
        var rows = File.ReadLines(RepositoryFiles.Data("digits.csv")).Skip(1).Select(line =>
        {
            var cells = line.Split(',');
            return new Row
            {
                Features = [.. cells.Take(DigitSize).Select(cell => float.Parse(cell, CultureInfo.InvariantCulture) / 16)],
                Name = cells[DigitSize],
            };
        }).ToArray();
        new Random(1).Shuffle(rows);
        return rows;
    }

    /// <summary>Rows with the class as a key in the order of the names "0" to "9".</summary>
    public static IDataView Keyed(MLContext ml, IEnumerable<Row> rows, int size = DigitSize)
    {
        var definition = SchemaDefinition.Create(typeof(Row));
        definition["Features"].ColumnType = new VectorDataViewType(NumberDataViewType.Single, size);
        var keys = ml.Data.LoadFromEnumerable(
            Enumerable.Range(0, 10).Select(i => new Key { Name = i.ToString(CultureInfo.InvariantCulture) }).ToArray());
        var data = ml.Data.LoadFromEnumerable(rows.ToArray(), definition);
        return ml.Transforms.Conversion.MapValueToKey("Label", "Name", keyData: keys).Fit(data).Transform(data);
    }

    /// <summary>Predicted against true classes on the test rows, of a small multilayer perceptron.</summary>
    public static (double Accuracy, double MacroF1) Classify(MLContext ml, IDataView train, IDataView test, int epochs = 40)
    {
        var trainer = ml.MulticlassClassification.Trainers.MultilayerPerceptron(new MultilayerPerceptronOptions
        {
            HiddenSizes = [100],
            Training = new TrainingOptions { Epochs = epochs, BatchSize = 32, LearningRate = 2e-3 },
        });
        using var model = trainer.Fit(train);
        var scored = model.Transform(test);
        var truth = scored.GetColumn<uint>("Label").ToArray();
        var answers = scored.GetColumn<uint>("PredictedLabel").ToArray();
        return (truth.Zip(answers, (a, b) => a == b ? 1.0 : 0).Average(), MacroF1(truth, answers));
    }

    public static double MacroF1(uint[] truth, uint[] answers) => truth.Distinct().Average(c =>
    {
        var hits = truth.Zip(answers).Count(p => p.First == c && p.Second == c);
        var wrong = truth.Zip(answers).Count(p => (p.First == c) != (p.Second == c));
        return 2.0 * hits / ((2.0 * hits) + wrong);
    });

    public sealed class Row
    {
        public float[] Features { get; set; } = [];

        public string Name { get; set; } = "";
    }

    private sealed class Key
    {
        public string Name { get; set; } = "";
    }
}

using System.Globalization;
using System.Text.Json;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Compat.MicrosoftML.Tests;

/// <summary>The csv files of the reference folder as typed views; every fifth row is held out, as in the script that made the numbers.</summary>
internal static class TrainerTestData
{
    private static readonly Lazy<JsonElement> Recorded = new(() => JsonDocument.Parse(File.ReadAllText(PathOf("trainers.json"))).RootElement);

    public static JsonElement Reference(params string[] path) => path.Aggregate(Recorded.Value, (element, name) => element.GetProperty(name));

    public static double Number(params string[] path) => Reference(path).GetDouble();

    public static (IDataView Train, IDataView Test) Digits(MLContext ml) =>
        Split(ml, "digits.csv", scale: true, row => new KeyRow { Features = row[..^1], Label = (uint)row[^1] }, 64);

    public static (IDataView Train, IDataView Test) BreastCancer(MLContext ml) =>
        Split(ml, "breast-cancer.csv", scale: true, row => new BooleanRow { Features = row[..^1], Label = row[^1] > 0 }, 30);

    public static (IDataView Train, IDataView Test) Diabetes(MLContext ml) =>
        Split(ml, "diabetes.csv", scale: false, row => new SingleRow { Features = row[..^1], Label = row[^1] }, 10);

    /// <summary>Rows of an in-memory type; its Features get the given size.</summary>
    public static IDataView View<T>(MLContext ml, IEnumerable<T> rows, int featureCount) where T : class
    {
        var definition = SchemaDefinition.Create(typeof(T));
        definition["Features"].ColumnType = new VectorDataViewType(NumberDataViewType.Single, featureCount);
        return ml.Data.LoadFromEnumerable(rows, definition);
    }

    public static float[][] Numbers(string file) => File.ReadLines(PathOf(file)).Skip(1)
        .Select(line => line.Split(',').Select(text => float.Parse(text, CultureInfo.InvariantCulture)).ToArray()).ToArray();

    private static (IDataView, IDataView) Split<T>(MLContext ml, string file, bool scale, Func<float[], T> make, int featureCount) where T : class
    {
        var rows = Numbers(file);
        var train = rows.Where((_, i) => i % 5 != 4).ToArray();
        var test = rows.Where((_, i) => i % 5 == 4).ToArray();
        if (scale)
        {
            for (var j = 0; j < featureCount; j++)
            {
                var largest = train.Max(row => Math.Abs(row[j]));
                foreach (var row in rows)
                    row[j] /= largest == 0 ? 1 : largest;
            }
        }
        return (View(ml, train.Select(make).ToArray(), featureCount), View(ml, test.Select(make).ToArray(), featureCount));
    }

    private static string PathOf(string file) => Path.Combine(AppContext.BaseDirectory, "reference", file);

    public sealed class KeyRow
    {
        public float[] Features { get; set; } = [];

        /// <summary>A key of ten values given by its zero-based number.</summary>
        [KeyType(10)]
        public uint Label { get; set; }
    }

    public sealed class BooleanRow
    {
        public float[] Features { get; set; } = [];

        public bool Label { get; set; }
    }

    public sealed class SingleRow
    {
        public float[] Features { get; set; } = [];

        public float Label { get; set; }
    }
}

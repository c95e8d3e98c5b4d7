using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms;

namespace DeepML.Bench;

/// <summary>Rows of numbers and categories, as they are, with what is to be told from them.</summary>
internal sealed record Table
{
    /// <summary>Numbers of each row; NaN where they are missing.</summary>
    public required float[][] Numbers { get; init; }

    /// <summary>Categories of each row, each with its column's name in front; none where all columns are numbers.</summary>
    public string[][]? Categories { get; init; }

    /// <summary>Numbers; classes from 0; 0 and 1 for no and yes.</summary>
    public required float[] Labels { get; init; }

    /// <summary>What the labels are.</summary>
    public required TableTask Task { get; init; }

    /// <summary>Whether one of two classes is so rare that accuracy says little; the score is then the area under the ROC curve.</summary>
    public bool IsSkewed { get; init; }

    /// <summary>Number of classes.</summary>
    public int Classes => (int)Labels.Max() + 1;

    /// <summary>Four fifths to learn from and one fifth to score, shuffled by the seed; encoded as the training rows teach.</summary>
    public TableSplit Split(int seed)
    {
        var (train, test) = ImageRows.Split(Numbers.Length, seed);
        var features = Encode(train);
        return new TableSplit(this, At(features, train), At(Labels, train), At(features, test), At(Labels, test));
    }

    /// <summary>Every row as a vector of float: numbers, with means where they are missing, then one for each known category.</summary>
    /// <param name="learnFrom">The rows whose means and categories are taken.</param>
    public float[][] Encode(int[] learnFrom)
    {
        var ml = new MLContext(seed: 1);
        IEstimator<ITransformer> numbers = ml.Transforms.ReplaceMissingValues(
            "Numbers", replacementMode: MissingValueReplacingEstimator.ReplacementMode.Mean);
        var encoding = Categories is null
            ? numbers.Append(ml.Transforms.Concatenate("Features", "Numbers"))
            : numbers.Append(ml.Transforms.Categorical.OneHotEncoding("Encoded", "Categories", OneHotEncodingEstimator.OutputKind.Bag))
                .Append(ml.Transforms.Concatenate("Features", "Numbers", "Encoded"));
        var encoded = encoding.Fit(Rows(ml, learnFrom)).Transform(Rows(ml, [.. Enumerable.Range(0, Numbers.Length)]));
        return [.. encoded.GetColumn<float[]>("Features")];
    }

    /// <summary>Some of the rows.</summary>
    public static T[] At<T>(T[] rows, int[] indices) => [.. indices.Select(i => rows[i])];

    private IDataView Rows(MLContext ml, int[] indices)
    {
        var schema = SchemaDefinition.Create(typeof(RawRow));
        schema["Numbers"].ColumnType = new VectorDataViewType(NumberDataViewType.Single, Numbers[0].Length);
        schema["Categories"].ColumnType = new VectorDataViewType(TextDataViewType.Instance, Math.Max(1, Categories?[0].Length ?? 0));
        var rows = indices.Select(i => new RawRow { Numbers = Numbers[i], Categories = Categories?[i] ?? [""] }).ToArray();
        return ml.Data.LoadFromEnumerable(rows, schema);
    }

    private sealed class RawRow
    {
        public float[] Numbers { get; set; } = [];

        public string[] Categories { get; set; } = [];
    }
}

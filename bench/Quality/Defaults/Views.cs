using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Bench;

/// <summary>Arrays as rows with the columns Features and Label, named as trainers expect them by default.</summary>
internal static class Views
{
    /// <summary>Rows of numbers alone.</summary>
    public static IDataView Of(MLContext ml, float[][] features) => Of(ml, features, new float[features.Length]);

    /// <summary>Rows of numbers with a number to tell.</summary>
    public static IDataView Of(MLContext ml, float[][] features, float[] labels) =>
        Of(ml, features, labels, new VectorDataViewType(NumberDataViewType.Single, features[0].Length), NumberDataViewType.Single);

    /// <summary>Rows of numbers with the label as its task has it.</summary>
    /// <param name="ml">ML.NET.</param>
    /// <param name="features">The rows, all of one width.</param>
    /// <param name="labels">Numbers; classes from 0; 0 and 1 for no and yes.</param>
    /// <param name="task">What the label is.</param>
    /// <param name="classes">Number of classes.</param>
    public static IDataView Of(MLContext ml, float[][] features, float[] labels, TableTask task, int classes)
    {
        var vector = new VectorDataViewType(NumberDataViewType.Single, features[0].Length);
        return task switch
        {
            TableTask.Class =>
                Of(ml, features, [.. labels.Select(label => (uint)label)], vector, new KeyDataViewType(typeof(uint), classes)),
            TableTask.YesNo => Of(ml, features, [.. labels.Select(label => label > 0)], vector, BooleanDataViewType.Instance),
            _ => Of(ml, features, labels),
        };
    }

    /// <summary>Rows of any kind. In members, keys count from 0.</summary>
    public static IDataView Of<TValue, TLabel>(
        MLContext ml, TValue[][] features, TLabel[] labels, DataViewType featureType, DataViewType labelType)
    {
        var schema = SchemaDefinition.Create(typeof(Row<TValue, TLabel>));
        schema["Features"].ColumnType = featureType;
        schema["Label"].ColumnType = labelType;
        var rows = features.Zip(labels, (values, label) => new Row<TValue, TLabel> { Features = values, Label = label }).ToArray();
        return ml.Data.LoadFromEnumerable(rows, schema);
    }

    /// <summary>The key of a class as columns hold it: there keys start at 1.</summary>
    public static uint Key(float label) => (uint)label + 1;

    private sealed class Row<TValue, TLabel>
    {
        public TValue[] Features { get; set; } = [];

        public TLabel Label { get; set; } = default!;
    }
}

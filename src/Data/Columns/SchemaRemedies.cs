using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Data;

/// <summary>What makes a column of the type needed out of one of another type: the transform of ML.NET, as it is written.</summary>
internal static class SchemaRemedies
{
    /// <summary>For a float.</summary>
    public static string? ToNumber(SchemaShape.Column column) => column switch
    {
        { Kind: not SchemaShape.Column.VectorKind.Scalar } => "One number a row is needed, not several.",
        { IsKey: true } => "A key is no number: take another column, or its values with MapKeyToValue.",
        _ when IsConvertible(column) => Convert(column.Name, DataKind.Single),
        _ => null,
    };

    /// <summary>For a boolean.</summary>
    public static string? ToBoolean(SchemaShape.Column column) => column switch
    {
        { Kind: not SchemaShape.Column.VectorKind.Scalar } => "One answer a row is needed, not several.",
        { IsKey: true } => "Keys are classes: take a trainer of ml.MulticlassClassification, or map them to booleans (MapValue).",
        _ when IsConvertible(column) => Convert(column.Name, DataKind.Boolean),
        _ => null,
    };

    /// <summary>For a key.</summary>
    public static string? ToKey(SchemaShape.Column column) => column.Kind == SchemaShape.Column.VectorKind.Scalar
        ? $"ml.Transforms.Conversion.MapValueToKey(\"{column.Name}\") makes keys of its values."
        : "One class a row is needed, not several.";

    /// <summary>For a vector of float.</summary>
    /// <param name="column">What there is.</param>
    /// <param name="size">The size needed; null for any.</param>
    /// <param name="output">How the vector may be called.</param>
    public static string? ToVector(SchemaShape.Column column, int? size = null, string output = "Features")
    {
        var (name, isVector) = (column.Name, column.Kind != SchemaShape.Column.VectorKind.Scalar);
        if (column.IsKey)
            return $"ml.Transforms.Conversion.MapKeyToVector(\"{name}\") makes numbers of keys.";
        if (column.ItemType is TextDataViewType)
            return $"Text has no numbers: ml.Transforms.Text.FeaturizeText(\"{name}\") for sentences, "
                + $"ml.Transforms.Categorical.OneHotEncoding(\"{name}\") for categories.";
        if (column.ItemType.RawType.Name == "MLImage")
            return $"ml.Transforms.ExtractPixels(\"{name}\") makes numbers of pictures of one size.";
        if (!column.ItemType.Equals(NumberDataViewType.Single))
            return Convert(name, DataKind.Single) + (isVector ? "" : $" ml.Transforms.Concatenate(\"{name}\", ...) then makes a vector.");
        return column.Kind switch
        {
            SchemaShape.Column.VectorKind.Scalar => $"ml.Transforms.Concatenate(\"{output}\", \"{name}\", ...) makes a vector of columns.",
            SchemaShape.Column.VectorKind.VariableVector =>
                "Say how many numbers every row has: [VectorType(n)] at the member of the row's class, or SchemaDefinition at the loader.",
            _ => size is { } needed ? $"The network reads {needed} numbers a row, as many as it was fitted on." : null,
        };
    }

    /// <summary>For a sequence.</summary>
    public static string? ToSequence(SchemaShape.Column column, bool mayBeNumbers)
    {
        var name = column.Name;
        if (column.ItemType is TextDataViewType && !column.IsKey)
            return (
                column.Kind == SchemaShape.Column.VectorKind.Scalar
                    ? $"ml.Transforms.Text.TokenizeIntoWords(\"{name}\") makes words of a text, " : "")
                + $"ml.Transforms.Conversion.MapValueToKey(\"{name}\") makes keys of words.";
        if (column.Kind == SchemaShape.Column.VectorKind.Scalar)
            return "A sequence is a vector, with an item for each step: [VectorType] at an array.";
        if (column.IsKey)
            return null;
        return mayBeNumbers ? Convert(name, DataKind.Single) : $"ml.Transforms.Conversion.MapValueToKey(\"{name}\") makes keys of values.";
    }

    /// <summary>For a path of a file or a text.</summary>
    public static string? ToText(SchemaShape.Column column) =>
        column.Kind == SchemaShape.Column.VectorKind.Scalar && !column.IsKey ? Convert(column.Name, DataKind.String) : null;

    /// <summary>For a single value, from what its type is called.</summary>
    /// <param name="name">The column.</param>
    /// <param name="actual">The type found.</param>
    /// <param name="kind">The type needed.</param>
    public static string? Conversion(string name, string actual, DataKind kind) =>
        Enum.TryParse<DataKind>(actual, out var found) && (kind != DataKind.DateTime || found == DataKind.String)
            && found != DataKind.DateTime
            ? Convert(name, kind)
            : null;

    private static string Convert(string name, DataKind kind) =>
        $"ml.Transforms.Conversion.ConvertType(\"{name}\", outputKind: DataKind.{kind}) makes it so.";

    private static bool IsConvertible(SchemaShape.Column column) =>
        column.ItemType is NumberDataViewType or BooleanDataViewType or TextDataViewType;
}

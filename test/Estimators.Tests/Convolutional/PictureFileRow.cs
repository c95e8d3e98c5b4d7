using Microsoft.ML;

namespace DeepML.Estimators.Tests.Convolutional;

/// <summary>A picture's file by its full path and by its name, with the name of its class.</summary>
internal sealed class PictureFileRow
{
    public string Path { get; set; } = "";

    public string File { get; set; } = "";

    public string Name { get; set; } = "";

    /// <summary>Rows with the class as a key under "Label".</summary>
    public static IDataView Load(MLContext ml, IEnumerable<PictureFileRow> rows)
    {
        var data = ml.Data.LoadFromEnumerable(rows.ToArray());
        return ml.Transforms.Conversion.MapValueToKey("Label", "Name").Fit(data).Transform(data);
    }
}

/// <summary>The file that a loading transform says a picture came from.</summary>
internal sealed class ChosenRow
{
    public string Chosen { get; set; } = "";
}

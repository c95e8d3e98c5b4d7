using Microsoft.ML;

namespace DeepML.Service;

/// <summary>The model that the sample serves.</summary>
internal static class DigitsModel
{
    /// <summary>The digits of the repository.</summary>
    public static string Data => Find();

    public static void Train(string path, string data)
    {
        var ml = new MLContext(seed: 1);
        var rows = ml.Data.LoadFromTextFile<Digit>(data, separatorChar: ',', hasHeader: true);
        using var model = ml.Transforms.Conversion.MapValueToKey("Label")
            .Append(ml.MulticlassClassification.Trainers.MultilayerPerceptron(new MultilayerPerceptronOptions
            {
                FeatureColumnName = nameof(Digit.Pixels),
                Training = new TrainingOptions { Epochs = 30 }.WithConsoleProgress(),
            }))
            .Append(ml.Transforms.Conversion.MapKeyToValue("PredictedLabel"))
            .Fit(rows);
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        ml.Model.Save(model, rows.Schema, path + ".new");
        File.Move(path + ".new", path, overwrite: true); // whoever watches the file never sees half of it
        Console.WriteLine($"Saved: {path}");
    }

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "data", "digits.csv")))
                return Path.Combine(folder.FullName, "data", "digits.csv");
        return Path.Combine("data", "digits.csv");
    }
}

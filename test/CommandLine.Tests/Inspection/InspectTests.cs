using System.IO.Compression;

namespace DeepML.CommandLine.Tests;

/// <summary>deepml inspect, report and onnx.</summary>
[TestClass]
public sealed class InspectTests
{
    [TestMethod]
    public void A_model_tells_kinds_columns_weights_versions_and_hashes()
    {
        using var folder = new ToolFolder();
        var told = ToolFolder.Run("inspect", folder.Model()).Succeeds().Output;
        foreach (var part in new[]
        {
            "saved by ML.NET 5.0", "MultilayerPerceptron, multiclass, label 'Fruit'", "  Weight: Single", "  Colour: String",
            "MultilayerPerceptron, version 1", "  Features: Weight, Length, Colour, Price", "20 epochs, loss ", "F32 [8 x ",
            "KeyToValueTransform, of ML.NET", "SHA-256 of the weights: ", "(as saved)",
        })
            StringAssert.Contains(told, part);
        Assert.DoesNotContain("NOT as saved", told);
        StringAssert.Contains(ToolFolder.Run("inspect", folder["model.zip"], "--description").Succeeds().Output, "\"HiddenSizes\"");
    }

    [TestMethod]
    public void A_model_whose_weights_were_touched_is_called_damaged()
    {
        using var folder = new ToolFolder();
        var model = folder.Model();
        Change(model, "weights.safetensors", bytes => bytes[^1] ^= 1);
        var run = ToolFolder.Run("inspect", model).Fails(1, "is damaged: a part of it is not what was saved");
        StringAssert.Contains(run.Output, "SHA-256 of the weights: ");
        StringAssert.Contains(run.Output, "NOT as saved");
        ToolFolder.Run("score", model, folder["fruits.csv"]).Fails(1, "cannot be loaded", "weights.safetensors");
    }

    [TestMethod]
    [DataRow("Model.key", 3, "does not begin as ML.NET's components do")]
    [DataRow("Model.key", 17, "its block begins at")]
    [DataRow("weights.safetensors", 3, "header claims")]
    public void A_model_that_cannot_be_read_is_refused_with_the_place(string entry, int at, string says)
    {
        using var folder = new ToolFolder();
        var model = folder.Model();
        Change(model, entry, bytes => bytes[at] = 0x7f);
        ToolFolder.Run("inspect", model).Fails(1, says, "Transform_000");
    }

    [TestMethod]
    public void A_report_measures_the_label_of_the_training()
    {
        using var folder = new ToolFolder();
        var model = folder.Model();
        ToolFolder.Run("report", model, folder["fruits.csv"], "-o", folder["r.html"], "--title", "Fruits of the tool").Succeeds();
        var page = File.ReadAllText(folder["r.html"]);
        StringAssert.Contains(page, "Fruits of the tool");
        StringAssert.Contains(page, "are taken for which");
        StringAssert.Contains(page, "cherry");
        ToolFolder.Run("report", model, "-o", folder["t.html"]).Succeeds();
        Assert.DoesNotContain("are taken for which", File.ReadAllText(folder["t.html"]));
        ToolFolder.Run("report", model, folder["fruits.csv"], "-o", folder["r.html"], "--label", "Fruits")
            .Fails(1, "Did you mean 'Fruit'?");
    }

    [TestMethod]
    public void A_model_written_as_onnx_runs()
    {
        using var folder = new ToolFolder();
        ToolFolder.Run("onnx", folder.Model(), "-o", folder["m.onnx"], "--outputs", "PredictedLabel").Succeeds();
        using var session = new Microsoft.ML.OnnxRuntime.InferenceSession(folder["m.onnx"]);
        CollectionAssert.AreEqual(new[] { "PredictedLabel.output" }, session.OutputMetadata.Keys.ToArray());
        CollectionAssert.IsSubsetOf(new[] { "Weight", "Colour" }, session.InputMetadata.Keys.ToArray());
    }

    [TestMethod]
    public void What_has_no_form_in_onnx_is_said_and_no_file_is_left()
    {
        using var folder = new ToolFolder();
        var series = folder.Write("s.csv", "Sold\n" + string.Concat(Enumerable.Range(0, 60).Select(i => $"{i % 12}\n")));
        ToolFolder.Run("train", folder.Write("c.json", """
            { "task": "forecast", "label": "Sold", "options": { "Horizon": 2, "Training": { "Epochs": 1 } } }
            """), series, "-o", folder["m.zip"]).Succeeds();
        ToolFolder.Run("onnx", folder["m.zip"], "-o", folder["m.onnx"]).Fails(1, "RecurrentForecastTransformer");
        Assert.IsFalse(File.Exists(folder["m.onnx"]));
    }

    private static void Change(string model, string name, Action<byte[]> change)
    {
        using var archive = ZipFile.Open(model, ZipArchiveMode.Update);
        var entry = archive.Entries.First(entry => entry.FullName.Contains("Transform_000") && entry.Name == name);
        byte[] bytes;
        using (var stream = entry.Open())
        {
            bytes = new byte[stream.Length];
            stream.ReadExactly(bytes);
        }
        change(bytes);
        var path = entry.FullName;
        entry.Delete();
        using var written = archive.CreateEntry(path).Open();
        written.Write(bytes);
    }
}

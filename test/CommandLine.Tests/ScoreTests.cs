using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.CommandLine.Tests;

/// <summary>deepml score.</summary>
[TestClass]
public sealed class ScoreTests
{
    [TestMethod]
    public void Rows_come_back_as_they_were_with_right_answers_beside_them()
    {
        using var folder = new ToolFolder();
        var model = folder.Model();
        var run = ToolFolder.Run("score", model, folder["fruits.csv"], "-o", folder["scored.csv"]).Succeeds();
        StringAssert.Contains(run.Output, "90 rows");
        var (before, after) = (File.ReadAllLines(folder["fruits.csv"]), File.ReadAllLines(folder["scored.csv"]));
        Assert.AreEqual(before[0] + ",PredictedLabel,Score.apple,Score.banana,Score.cherry", after[0]);
        Assert.HasCount(before.Length, after);
        for (var i = 1; i < before.Length; i++)
            StringAssert.StartsWith(after[i], before[i] + ",");
        var right = after[1..].Select(line => line.Split(',')).Count(cells => cells[5] == cells[6]);
        Assert.IsGreaterThan(85, right, "three kinds that lie far apart");
        Assert.AreEqual(1, after[1].Split(',')[7..].Sum(cell => float.Parse(cell, CultureInfo.InvariantCulture)), 1e-4);
    }

    [TestMethod]
    public void Columns_are_found_by_name_and_those_that_the_model_does_not_read_may_be_missing_or_more()
    {
        using var folder = new ToolFolder();
        var model = folder.Model();
        var rows = folder.Write("r.csv", "Colour;Remark;Length;Weight;Price\nyellow;\"a; \"\"b\"\"\";20.5;55;41\n");
        var scored = ToolFolder.Run("score", model, rows).Succeeds();
        Assert.AreEqual("Colour;Remark;Length;Weight;Price;PredictedLabel;Score.apple;Score.banana;Score.cherry", scored.Lines[0]);
        StringAssert.StartsWith(scored.Lines[1], "yellow;\"a; \"\"b\"\"\";20.5;55;41;banana;");
    }

    [TestMethod]
    public void Named_columns_are_written_in_their_order_and_others_refused()
    {
        using var folder = new ToolFolder();
        var model = folder.Model();
        var scored = ToolFolder.Run("score", model, folder["fruits.csv"], "--columns", "PredictedLabel").Succeeds();
        StringAssert.EndsWith(scored.Lines[0], ",Fruit,PredictedLabel");
        ToolFolder.Run("score", model, folder["fruits.csv"], "--columns", "Predicted").Fails(1, "Did you mean 'PredictedLabel'?");
    }

    [TestMethod]
    [DataRow("Weight,Length,Colour\n1,2,red\n", "lacks what the model reads", "'Price'")]
    [DataRow("Weight,Length,Colour,Price\n1,2,red,3\nheavy,2,red,3\n", "Line 3 of", "column 'Weight': 'heavy' is not a number")]
    [DataRow("Weight,Length,Colour,Price\n1,2,red\n", "Line 2 of", "has 3 cells; the first line names 4 columns")]
    [DataRow("Weight,Length,Colour,Price\n1,2,\"red,3\n", "A quote in line 2 is not closed")]
    [DataRow("Weight,Length,Colour,Price\n", "has no rows")]
    [DataRow("Weight,Weight,Colour,Price\n1,1,1,1\n", "names 'Weight' 2 times")]
    [DataRow("1,2,3,4\n1,1,1,1\n", "holds numbers only: it must name the columns")]
    [DataRow("", "is empty")]
    public void Rows_that_do_not_fit_are_refused_with_line_and_column(string rows, params string[] says)
    {
        using var folder = new ToolFolder();
        var model = folder.Model();
        ToolFolder.Run("score", model, folder.Write("r.csv", rows), "-o", folder["s.csv"]).Fails(1, says);
        Assert.IsFalse(File.Exists(folder["s.csv"]));
    }

    [TestMethod]
    public void Vectors_of_a_model_that_a_program_has_saved_are_found_by_their_slots_or_places()
    {
        using var folder = new ToolFolder();
        var ml = new MLContext(seed: 1);
        var file = folder.Write("xy.csv", "a,b,y\n" + string.Concat(Enumerable.Range(0, 30).Select(i => $"{i},{30 - i},{2 * i}\n")));
        TextLoader.Column[] columns = [new("Numbers", DataKind.Single, 0, 1), new("Label", DataKind.Single, 2)];
        var data = ml.Data.CreateTextLoader(columns, ',', hasHeader: true, dataSample: new MultiFileSource(file)).Load(file);
        var options = new MultilayerPerceptronOptions { FeatureColumnName = "Numbers", Training = new TrainingOptions { Epochs = 2 } };
        using (var model = ml.Regression.Trainers.MultilayerPerceptron(options).Fit(data))
            ml.Model.Save(model, data.Schema, folder["m.zip"]);
        var byName = ToolFolder.Run("score", folder["m.zip"], folder.Write("r.csv", "b,other,a,more\n7,x,3,y\n")).Succeeds();
        var byPlace = ToolFolder.Run("score", folder["m.zip"], folder.Write("p.csv", "u,v,w\n3,7,0\n")).Succeeds();
        Assert.AreEqual("b,other,a,more,Score", byName.Lines[0]);
        Assert.AreEqual(byName.Lines[1].Split(',')[^1], byPlace.Lines[1].Split(',')[^1]);
        ToolFolder.Run("score", folder["m.zip"], folder.Write("f.csv", "u,v\n3,7\n")).Fails(1, "lacks what the model reads", "'Numbers'");
    }

    [TestMethod]
    public void A_file_that_is_no_model_is_refused()
    {
        using var folder = new ToolFolder();
        ToolFolder.Run("score", folder["none.zip"], folder.Fruits()).Fails(1, "There is no file", "none.zip");
        ToolFolder.Run("score", folder["fruits.csv"], folder["fruits.csv"]).Fails(1, "is no saved model, or a damaged one");
        using (var zip = System.IO.Compression.ZipFile.Open(folder["z.zip"], System.IO.Compression.ZipArchiveMode.Create))
            zip.CreateEntry("something");
        ToolFolder.Run("score", folder["z.zip"], folder["fruits.csv"]).Fails(1, "no saved model of ML.NET");
    }
}

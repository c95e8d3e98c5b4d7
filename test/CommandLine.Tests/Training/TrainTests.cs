namespace DeepML.CommandLine.Tests;

/// <summary>deepml train.</summary>
[TestClass]
public sealed class TrainTests
{
    [TestMethod]
    public void A_label_is_enough_and_what_was_decided_is_said()
    {
        using var folder = new ToolFolder();
        var run = ToolFolder.Run("train", folder.Write("c.json", """
            { "label": "Fruit", "options": { "Training": { "Epochs": 5 } } } // comments are fine
            """), folder.Fruits(), "-o", folder["deep/model.zip"]).Succeeds();
        StringAssert.Contains(run.Output, "task: multiclass, because 'Fruit' holds texts (3 different)");
        StringAssert.Contains(run.Output, "'Number' is left out: every row has a text of its own");
        StringAssert.Contains(run.Output, "Weight (number), Length (number), Colour (text), Price (number)");
        StringAssert.Contains(run.Output, "5 epochs, loss ");
        Assert.IsTrue(File.Exists(folder["deep/model.zip"]));
        Assert.HasCount(1, Directory.GetFiles(folder["deep"]), "nothing else is left behind");
    }

    [TestMethod]
    [DataRow("Perceptron", "{ \"Training\": { \"Epochs\": 3 } }")]
    [DataRow("DeepBeliefNetwork", """
        { "Layers": [{ "HiddenSize": 6 }], "Pretraining": { "Epochs": 2 }, "Training": { "Epochs": 3 } }
        """)]
    [DataRow("ConvolutionalNetwork", """
        { "Height": 1, "Width": 3, "Layers": [{ "kind": "Convolution", "Filters": 4, "KernelSize": 1 }, "Flatten"],
          "Training": { "Epochs": 2 } }
        """)]
    [DataRow("multilayerperceptron", "{ \"Training\": { \"Epochs\": 3, \"Optimizer\": { \"kind\": \"AdamW\", \"Beta1\": 0.8 } } }")]
    public void Every_trainer_of_classes_learns_and_scores(string trainer, string options)
    {
        using var folder = new ToolFolder();
        ToolFolder.Run("train", folder.Write("c.json", $$"""
            { "label": "Fruit", "trainer": "{{trainer}}", "features": ["Weight", "Length", "Price"], "options": {{options}} }
            """), folder.Fruits(), "-o", folder["m.zip"]).Succeeds();
        var scored = ToolFolder.Run("score", folder["m.zip"], folder["fruits.csv"]).Succeeds();
        Assert.HasCount(91, scored.Lines);
        StringAssert.Contains(scored.Lines[0], "Price,Fruit,PredictedLabel,Score");
    }

    [TestMethod]
    public void A_number_is_predicted_and_rows_without_one_are_left_out()
    {
        using var folder = new ToolFolder();
        File.AppendAllText(folder.Fruits(), "x,1,2,red,,apple\n");
        var run = ToolFolder.Run("train", folder.Write("c.json", """
            { "label": "Price", "ignore": ["Fruit", "Number"], "options": { "Training": { "Epochs": 30, "LearningRate": 0.01 } } }
            """), folder["fruits.csv"], "-o", folder["m.zip"]).Succeeds();
        StringAssert.Contains(run.Output, "task: regression");
        StringAssert.Contains(run.Output, "1 rows without a 'Price' are not learned from");
        var scored = ToolFolder.Run("score", folder["m.zip"], folder["fruits.csv"]).Succeeds();
        var errors = scored.Lines[1..91].Select(line => line.Split(',')).Select(cells => Math.Abs(
            double.Parse(cells[4], System.Globalization.CultureInfo.InvariantCulture)
            - double.Parse(cells[^1], System.Globalization.CultureInfo.InvariantCulture)));
        Assert.IsLessThan(5, errors.Average(), "prices are 10 and 40");
    }

    [TestMethod]
    public void Yes_and_no_are_predicted_from_words_or_numbers()
    {
        using var folder = new ToolFolder();
        var words = folder.Write(
            "w.csv", "x,Good\n" + string.Concat(Enumerable.Range(0, 40).Select(i => $"{i},{(i < 20 ? "true" : "false")}\n")));
        var run = ToolFolder.Run(
            "train", folder.Write("c.json", """{ "label": "Good", "options": { "Training": { "Epochs": 5 } } }"""), words, "-o",
            folder["m.zip"]).Succeeds();
        StringAssert.Contains(run.Output, "task: binary, because 'Good' holds true and false");
        StringAssert.Contains(
            ToolFolder.Run("score", folder["m.zip"], words).Succeeds().Lines[0], "x,Good,PredictedLabel,Score,Probability");
        var open = folder.Write("o.csv", "x,Good\n3,\n30,unknown\n");
        StringAssert.StartsWith(ToolFolder.Run("score", folder["m.zip"], open).Succeeds().Lines[2], "30,unknown,");
        var digits = folder.Write("d.csv", File.ReadAllText(words).Replace("true", "1").Replace("false", "0"));
        ToolFolder.Run("train", folder.Write(
            "c.json", """{ "label": "Good", "task": "binary", "options": { "Training": { "Epochs": 2 } } }"""), digits, "-o",
            folder["m.zip"]).Succeeds();
        ToolFolder.Run("train", folder["c.json"], folder.Write("t.csv", "x,Good\n1,maybe\n2,yes\n"), "-o", folder["m.zip"])
            .Fails(1, "Line 2 of", "column 'Good': 'maybe' is not true or false, yes or no, 1 or 0");
    }

    [TestMethod]
    public void Anomalies_and_codes_need_no_label_and_do_not_read_one()
    {
        using var folder = new ToolFolder();
        ToolFolder.Run("train", folder.Write("a.json", """
            { "task": "anomaly", "label": "Fruit", "options": { "Autoencoder": { "CodeSize": 2, "Training": { "Epochs": 3 } } } }
            """), folder.Fruits(), "-o", folder["a.zip"]).Succeeds();
        StringAssert.EndsWith(
            ToolFolder.Run("score", folder["a.zip"], folder["fruits.csv"]).Succeeds().Lines[0], "Fruit,PredictedLabel,Score");
        ToolFolder.Run("train", folder.Write("k.json", """
            { "trainer": "Autoencoder", "ignore": ["Fruit"], "options": { "CodeSize": 2, "Training": { "Epochs": 3 } } }
            """), folder["fruits.csv"], "-o", folder["k.zip"]).Succeeds();
        StringAssert.EndsWith(ToolFolder.Run("score", folder["k.zip"], folder["fruits.csv"]).Succeeds().Lines[0], "Fruit,Code[0],Code[1]");
    }

    [TestMethod]
    public void A_series_is_forecast_with_bounds()
    {
        using var folder = new ToolFolder();
        var series = folder.Write("s.csv", "Month;Sold\n" + string.Concat(Enumerable.Range(0, 60).Select(i => FormattableString.Invariant(
            $"{2020 + (i / 12)}-{(i % 12) + 1:00};{100 + i + (10 * Math.Sin(i * Math.PI / 6)):F1}\n"))));
        ToolFolder.Run("train", folder.Write("c.json", """
            { "task": "forecast", "label": "Sold", "options": { "TimeColumnName": "Month", "Frequency": "1 month", "WindowSize": 12,
              "Horizon": 3, "Encoder": { "kind": "Gru", "HiddenSize": 4 }, "Training": { "Epochs": 3 } } }
            """), series, "-o", folder["m.zip"]).Succeeds();
        var scored = ToolFolder.Run("score", folder["m.zip"], series).Succeeds().Lines;
        StringAssert.StartsWith(scored[0], "Month;Sold;Forecast[0];Forecast[1];Forecast[2];");
        Assert.AreEqual(3 * 3 + 2, scored[^1].Split(';').Length);
        ToolFolder.Run("train", folder["c.json"], series, "--validation", series, "-o", folder["m.zip"])
            .Fails(1, "--validation is not for forecasts");
    }

    [TestMethod]
    public void Rows_of_validation_are_measured()
    {
        using var folder = new ToolFolder();
        var configuration = folder.Write("c.json", """{ "label": "Fruit", "options": { "Training": { "Epochs": 2 } } }""");
        var run = ToolFolder.Run(
            "train", configuration, folder.Fruits(), "--validation", folder.Fruits("v.csv", rows: 30), "-o", folder["m.zip"]).Succeeds();
        StringAssert.Contains(run.Output, "validation accuracy");
        ToolFolder.Run("train", configuration, folder["fruits.csv"], "--validation", folder.Write("w.csv", "Weight,Fruit\n1,apple\n"),
            "-o", folder["m.zip"]).Fails(1, "is no column of", "w.csv");
    }

    [TestMethod]
    public void The_same_configuration_makes_the_same_model()
    {
        using var folder = new ToolFolder();
        var one = ToolFolder.Run("score", folder.Model(), folder["fruits.csv"]).Output;
        Assert.AreEqual(one, ToolFolder.Run("score", folder.Model(), folder["fruits.csv"]).Output);
    }

    [TestMethod]
    [DataRow("""{ "task": "anomaly", "label": "Fruits" }""", "The label 'Fruits' is no column of", "Did you mean 'Fruit'?")]
    [DataRow("""{ }""", "label: it is missing", "\"anomaly\" or \"codes\"")]
    [DataRow("""{ "task": "regression" }""", "label: it is missing. For the task 'regression'")]
    [DataRow("""{ "task": "multclass", "label": "Fruit" }""", "task: 'multclass' is none. Did you mean 'multiclass'?")]
    [DataRow("""{ "label": "Fruit", "trainer": "Perceptrons" }""", "trainer: 'Perceptrons' is none. Did you mean 'Perceptron'?")]
    [DataRow("""{ "label": "Price", "trainer": "Perceptron" }""", "trainer: Perceptron cannot learn 'regression'. Known: Multilayer")]
    [DataRow("""{ "label": "Fruit", "features": ["Fruit"] }""", "features: 'Fruit' is the label")]
    [DataRow("""{ "label": "Fruit", "features": ["Wight"] }""", "The feature 'Wight' is no column of", "Did you mean 'Weight'?")]
    [DataRow("""{ "label": "Fruit", "ignore": ["Wight"] }""", "The column to ignore 'Wight' is no column of")]
    [DataRow("""{ "label": "Fruit", "types": { "Colour": "number" } }""", "Line 2 of", "column 'Colour': 'green' is not a number")]
    [DataRow("""{ "label": "Price", "options": { "ExampleWeightColumnName": "W" } }""", "The column of the options 'W' is no column of")]
    [DataRow("""{ "label": "Fruit", "options": { "Training": { "Epochs": 0 } } }""", "Training.Epochs is 0; it must be at least 1")]
    [DataRow("""{ "label": "Fruit", "trainer": "ConvolutionalNetwork" }""", "'Colour' holds no numbers")]
    [DataRow("""{ "label": "Fruit", "trainer": "ConvolutionalNetwork", "features": ["Weight"] }""", "set Height and Width")]
    [DataRow("""{ "task": "forecast", "label": "Price", "features": ["Weight"] }""", "features: RecurrentForecast reads the label")]
    [DataRow("""{ "label": "Fruit", """, "is no JSON: line 1")]
    public void A_configuration_that_does_not_fit_is_refused_and_nothing_is_written(string configuration, params string[] says)
    {
        using var folder = new ToolFolder();
        ToolFolder.Run("train", folder.Write("c.json", configuration), folder.Fruits(), "-o", folder["m.zip"]).Fails(1, says);
        Assert.IsFalse(File.Exists(folder["m.zip"]));
    }
}

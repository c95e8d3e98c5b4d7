using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Estimators.Tests.Engine;

/// <summary>An error about a column says which transform of ML.NET makes the column that is needed.</summary>
[TestClass]
public sealed class SchemaRemedyTests
{
    private static readonly MLContext Ml = new(seed: 1);

    public static IEnumerable<object[]> Cases =>
    [
        Case("text as a class", ml => ml.MulticlassClassification.Trainers.Perceptron("Text", "Numbers"),
            "expected Key<UInt32>, got String. ml.Transforms.Conversion.MapValueToKey(\"Text\") makes keys of its values."),
        Case("a float as a class", ml =>
            ml.MulticlassClassification.Trainers.MultilayerPerceptron("Number", "Numbers"), "MapValueToKey(\"Number\")"),
        Case("a double as a number", ml => ml.Regression.Trainers.MultilayerPerceptron("Double", "Numbers"),
            "expected Single, got Double. ml.Transforms.Conversion.ConvertType(\"Double\", outputKind: DataKind.Single) makes it so."),
        Case("text as yes or no", ml =>
            ml.BinaryClassification.Trainers.MultilayerPerceptron("Text", "Numbers"),
                "ConvertType(\"Text\", outputKind: DataKind.Boolean)"),
        Case("a float as features", ml =>
            ml.Regression.Trainers.MultilayerPerceptron("Number", "Number"),
                "Concatenate(\"Features\", \"Number\", ...) makes a vector of columns."),
        Case("a double as features", ml =>
            ml.Regression.Trainers.MultilayerPerceptron("Number", "Double"),
                "ConvertType(\"Double\", outputKind: DataKind.Single) makes it so. ml.Transforms.Concatenate"),
        Case("doubles as features", ml =>
            ml.Transforms.Autoencoder("Code", "Doubles"),
                "got Vector<Double, 2>. ml.Transforms.Conversion.ConvertType(\"Doubles\", outputKind: DataKind.Single) makes it so."),
        Case("text as features", ml =>
            ml.Transforms.RestrictedBoltzmannMachine("Hidden", "Text"),
                "FeaturizeText(\"Text\") for sentences, ml.Transforms.Categorical.OneHotEncoding(\"Text\") for categories."),
        Case("an array without a size", ml => ml.Regression.Trainers.DeepBeliefNetwork("Number", "Any"),
            "expected known-size Vector<Single>, got Vector<Single> of no fixed size. Say how many numbers every row has: [VectorType(n)]"),
        Case("text as a sequence", ml =>
            ml.Regression.Trainers.RecurrentNetwork("Number", "Text"),
                "TokenizeIntoWords(\"Text\") makes words of a text, ml.Transforms.Conversion.MapValueToKey(\"Text\") makes keys of words."),
        Case("paths as pictures", ml =>
            ml.Regression.Trainers.ConvolutionalNetwork("Number", "Text"),
                "Set FilePaths for paths of picture files, or read them with ml.Transforms.LoadImages."),
        Case("a column that is not there", ml => ml.Regression.Trainers.MultilayerPerceptron("Number", "Features"),
            "Could not find feature column 'Features': there are Text, Number, Double, Numbers, Doubles, Any. "
                + "ml.Transforms.Concatenate(\"Features\", ...) makes one of columns of numbers"),
        Case("a double to forecast", ml =>
            ml.Forecasting.ForecastByRecurrentNetwork("Ahead", "Double", windowSize: 2, horizon: 1),
                "ConvertType(\"Double\", outputKind: DataKind.Single)"),
        Case("a date that is text", ml =>
            ml.Forecasting.ForecastByRecurrentNetwork("Ahead", "Number", new RecurrentForecastOptions { TimeColumnName = "Text" }),
                "ConvertType(\"Text\", outputKind: DataKind.DateTime)"),
    ];

    [TestMethod]
    [DynamicData(nameof(Cases))]
    public void What_is_wrong_with_a_column_is_said_with_the_transform_that_mends_it(string what, object estimator, string message)
    {
        var data = Ml.Data.LoadFromEnumerable(new[] { new Row() });
        var fitted = (Func<MLContext, IEstimator<ITransformer>>)estimator;
        var error = Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => fitted(Ml).Fit(data), what);
        StringAssert.Contains(error.Message, message);
    }

    [TestMethod]
    public void The_transform_that_an_error_names_mends_it()
    {
        var data = Ml.Data.LoadFromEnumerable(
            Enumerable.Range(0, 8).Select(i => new Row { Text = i % 2 == 0 ? "a" : "b", Double = i, Doubles = [i, -i] }).ToArray());
        var chain = Ml.Transforms.Conversion.MapValueToKey("Text")
            .Append(Ml.Transforms.Conversion.ConvertType("Double", outputKind: DataKind.Single))
            .Append(Ml.Transforms.Conversion.ConvertType("Doubles", outputKind: DataKind.Single))
            .Append(Ml.Transforms.Concatenate("Features", "Number", "Double", "Doubles"))
            .Append(Ml.MulticlassClassification.Trainers.MultilayerPerceptron(new MultilayerPerceptronOptions
            {
                LabelColumnName = "Text",
                HiddenSizes = [3],
                Training = new TrainingOptions { Epochs = 1 },
            }));
        using var model = chain.Fit(data).LastTransformer;
        Assert.AreEqual(4, ((VectorDataViewType)model.FeatureColumnType).Size);
    }

    private static object[] Case(string what, Func<MLContext, IEstimator<ITransformer>> estimator, string message) =>
        [what, estimator, message];

    private sealed class Row
    {
        public string Text { get; set; } = "";

        public float Number { get; set; }

        public double Double { get; set; }

        [VectorType(2)]
        public float[] Numbers { get; set; } = [1, 2];

        [VectorType(2)]
        public double[] Doubles { get; set; } = [1, 2];

        public float[] Any { get; set; } = [1, 2];
    }
}

using DeepML.Workout;
using Microsoft.ML;

namespace DeepML.Estimators.Tests.Contracts;

/// <summary>Answers that are as sure as can be, and wrong.</summary>
[TestClass]
public sealed class LogLossTests
{
    private readonly MLContext _ml = new(seed: 1);

    // Rows that are a million times those of the training, under labels that are not theirs.
    private IDataView Misleading()
    {
        var data = Blobs.WithKeys(_ml);
        var rows = _ml.Data.CreateEnumerable<Blobs.Row>(data, reuseRowObject: false).ToArray();
        foreach (var row in rows)
            row.Features = Array.ConvertAll(row.Features, x => 1e6f * x);
        string[] names = [.. rows.Select(row => row.Name)];
        for (var i = 0; i < rows.Length; i++)
            (rows[i].Name, rows[i].IsFirst) = (names[(i + 1) % names.Length], !rows[i].IsFirst);
        return _ml.Transforms.Conversion.MapValueToKey("Label", "Name").Fit(data).Transform(_ml.Data.LoadFromEnumerable(rows));
    }

    [TestMethod]
    [DataRow("MultilayerPerceptron")]
    [DataRow("RecurrentNetwork")]
    [DataRow("DeepBeliefNetwork")]
    public void The_log_loss_of_a_classifier_is_finite_on_rows_that_nothing_has_scaled(string family)
    {
        using var classes = Trainer.Create(_ml, family, "Multiclass", epochs: 20).Fit(Blobs.WithKeys(_ml));
        using var yesOrNo = Trainer.Create(_ml, family, "Binary", epochs: 20).Fit(Blobs.WithKeys(_ml));
        var multiclass = _ml.MulticlassClassification.Evaluate(classes.Transform(Misleading()));
        var binary = _ml.BinaryClassification.Evaluate(yesOrNo.Transform(Misleading()), "IsFirst");
        Assert.IsTrue(double.IsFinite(multiclass.LogLoss), $"{multiclass.LogLoss}");
        Assert.IsTrue(double.IsFinite(binary.LogLoss), $"{binary.LogLoss}");
        Assert.IsGreaterThan(1, multiclass.LogLoss, "it is wrong, and sure");
        Assert.IsGreaterThan(1, binary.LogLoss, "it is wrong, and sure");
    }
}

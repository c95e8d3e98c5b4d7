using DeepML.Networks;
using Microsoft.ML;
using Microsoft.ML.Data;
using static TorchSharp.torch;

namespace DeepML.Transforms.Tests.Ensembles;

/// <summary>The average of columns that members have said.</summary>
[TestClass]
public sealed class EnsembleAverageTests
{
    private static readonly EnsembleDescription Classes = new(
        ["First", "Second"], new MulticlassHead(3, null), new AverageArchitecture(2, 3, AverageForm.Logarithm));

    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    public void Scores_are_the_means_of_the_members_and_the_label_is_of_the_largest()
    {
        using var model = new EnsembleAverageTransformer(_ml, Classes, Classes.CreateNetwork(), CPU);
        Assert.AreEqual(2, model.MemberCount);
        var scored = model.Transform(_ml.Data.LoadFromEnumerable(new[]
        {
            new Row { First = [0.6f, 0.3f, 0.1f], Second = [0, 0.7f, 0.3f] }, new Row { First = [0, 0, 1], Second = [0, 0, 1] },
        }));
        float[][] expected = [[0.3f, 0.5f, 0.2f], [0, 0, 1]];
        foreach (var (row, scores) in expected.Zip(scored.GetColumn<float[]>("Score")))
            foreach (var (share, score) in row.Zip(scores))
                Assert.AreEqual(share, score, 1e-6f);
        CollectionAssert.AreEqual(new uint[] { 2, 3 }, scored.GetColumn<uint>("PredictedLabel").ToArray());
    }

    [TestMethod]
    public void Numbers_of_members_are_averaged_from_single_columns()
    {
        var description = new EnsembleDescription(
            ["One", "Other"], new RegressionHead(), new AverageArchitecture(2, 1, AverageForm.Mean));
        description.Check();
        using var model = new EnsembleAverageTransformer(_ml, description, description.CreateNetwork(), CPU);
        var scored = model.Transform(_ml.Data.LoadFromEnumerable(new[] { new Row { One = 3, Other = -5 }, new Row { One = 1e6f } }));
        CollectionAssert.AreEqual(new float[] { -1, 5e5f }, scored.GetColumn<float>("Score").ToArray());
    }

    [TestMethod]
    public void A_member_whose_column_is_missing_or_of_another_size_is_named()
    {
        using var model = new EnsembleAverageTransformer(_ml, Classes, Classes.CreateNetwork(), CPU);
        var without = _ml.Transforms.DropColumns("Second").Fit(Rows()).Transform(Rows());
        StringAssert.Contains(Assert.Throws<ArgumentException>(() => model.GetOutputSchema(without.Schema)).Message, "Second");
        var narrow = _ml.Transforms.CopyColumns("Second", "One").Fit(Rows()).Transform(Rows());
        StringAssert.Contains(Assert.Throws<ArgumentException>(() => model.GetOutputSchema(narrow.Schema)).Message, "Second");
    }

    [TestMethod]
    public void A_description_that_does_not_fit_together_is_refused()
    {
        Classes.Check();
        foreach (var damaged in new[]
        {
            Classes with { Columns = ["First"] },
            Classes with { Columns = [], Architecture = Classes.Architecture with { Members = 0 } },
            Classes with { Architecture = Classes.Architecture with { Size = 0 } },
            Classes with { Architecture = Classes.Architecture with { Size = 2 } },
            Classes with { Architecture = Classes.Architecture with { Form = (AverageForm)9 } },
        })
            Assert.ThrowsExactly<FormatException>(damaged.Check);
    }

    private IDataView Rows() => _ml.Data.LoadFromEnumerable(new[] { new Row() });

    private sealed class Row
    {
        [VectorType(3)]
        public float[] First { get; set; } = new float[3];

        [VectorType(3)]
        public float[] Second { get; set; } = new float[3];

        public float One { get; set; }

        public float Other { get; set; }
    }
}

using Microsoft.ML;
using Microsoft.ML.Data;
using static DeepML.Compat.MicrosoftML.Tests.TransformTestKit;

namespace DeepML.Compat.MicrosoftML.Tests;

[TestClass]
public class PcaTests
{
    private readonly MLContext _ml = new(1);

    /// <summary>Points on a line through (1, 2, 3, 4, 5) with a little noise across it.</summary>
    private IDataView Line
    {
        get
        {
            var random = new Random(3);
            return Vectors(_ml, [.. Enumerable.Range(0, 200).Select(i =>
            {
                var along = (i - 100) / 10f;
                return Enumerable.Range(0, 5).Select(j => 1 + j + along * (j % 2 == 0 ? 2f : -1f) + 0.01f * (float)(random.NextDouble() - 0.5)).ToArray();
            })]);
        }
    }

    [TestMethod]
    public void The_first_component_lies_along_the_line()
    {
        var view = FitChecked(_ml.Transforms.ProjectToPrincipalComponents("Projected", "Features", rank: 2), Line).Transform(Line);
        Assert.AreEqual(new VectorDataViewType(NumberDataViewType.Single, 2), view.Schema["Projected"].Type);
        var rows = Rows<float>(view, "Projected");
        // The line's direction is (2, -1, 2, -1, 2), of length √14.
        var step = MathF.Sqrt(14) / 10;
        for (var i = 1; i < rows.Length; i++)
        {
            Assert.AreEqual(step, MathF.Abs(rows[i][0] - rows[i - 1][0]), 0.02f);
            Assert.AreEqual(0, rows[i][1], 0.02f);
        }
        Assert.AreEqual(0, rows.Average(row => row[0]), 1e-3f);
    }

    [TestMethod]
    public void Without_centring_the_mean_stays_in()
    {
        var rows = Rows<float>(_ml.Transforms.ProjectToPrincipalComponents("Features", rank: 5, ensureZeroMean: false).Fit(Line).Transform(Line), "Features");
        // All five directions keep the length of every row.
        var lengths = Rows<float>(Line, "Features").Select(Length).ToArray();
        for (var i = 0; i < rows.Length; i++)
            Assert.AreEqual(lengths[i], Length(rows[i]), 1e-2f);

        static float Length(float[] row) => MathF.Sqrt(row.Sum(x => x * x));
    }

    [TestMethod]
    public void The_same_seed_gives_the_same_projection_and_so_does_a_saved_one()
    {
        var first = _ml.Transforms.ProjectToPrincipalComponents("Features", rank: 3, seed: 5).Fit(Line);
        var second = new MLContext(9).Transforms.ProjectToPrincipalComponents("Features", rank: 3, seed: 5).Fit(Line);
        AssertRows(second.Transform(Line), "Features", Rows<float>(first.Transform(Line), "Features"), 0);
        AssertRows(Reload(_ml, first, Line.Schema).Transform(Line), "Features", Rows<float>(first.Transform(Line), "Features"), 0);
    }

    [TestMethod]
    public void Sparse_rows_project_like_dense_ones()
    {
        var transformer = _ml.Transforms.ProjectToPrincipalComponents("Features", rank: 2, seed: 1).Fit(Line);
        AssertRows(transformer.Transform(Sparse(_ml, 5, [(1, 3f), (4, -2f)])), "Features", Rows<float>(transformer.Transform(Vectors(_ml, [0, 3, 0, 0, -2])), "Features"), 1e-5f);
    }

    [TestMethod]
    public void Impossible_ranks_and_inputs_are_refused()
    {
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => _ml.Transforms.ProjectToPrincipalComponents("Features", rank: 0));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => _ml.Transforms.ProjectToPrincipalComponents("Features", overSampling: -1));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => _ml.Transforms.ProjectToPrincipalComponents("Features", rank: 6).Fit(Line));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => _ml.Transforms.ProjectToPrincipalComponents("Value", rank: 1).Fit(Scalars(_ml, 1)));
        StringAssert.Contains(Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => _ml.Transforms.ProjectToPrincipalComponents("Nowhere").Fit(Line)).Message, "Could not find input column 'Nowhere'");
    }
}

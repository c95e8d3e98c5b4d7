using System.Collections.Immutable;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms;
using static DeepML.Compat.MicrosoftML.Tests.TransformTestKit;

namespace DeepML.Compat.MicrosoftML.Tests;

[TestClass]
public class NormalizerBinningTests
{
    private readonly MLContext _ml = new(1);

    private IDataView Sample => Vectors(_ml, [8, 1, 3, 0], [6, 2, 2, 0], [4, 0, 1, 0], [2, -1, -1, 1]);

    [TestMethod]
    public void Few_distinct_values_get_a_bin_each()
    {
        var transformer = _ml.Transforms.NormalizeBinning("Features", maximumBinCount: 4, fixZero: false).Fit(Sample);
        AssertRows(transformer.Transform(Sample), "Features",
            [[1, 0.6667f, 1, 0], [0.6667f, 1, 0.6667f, 0], [0.3333f, 0.3333f, 0.3333f, 0], [0, 0, 0, 1]]);
        var parameters = (NormalizingTransformer.BinNormalizerModelParameters<ImmutableArray<float>>)transformer.GetNormalizerModelParameters(0);
        CollectionAssert.AreEqual(new[] { 3, 5, 7, float.PositiveInfinity }, parameters.UpperBounds[0].ToArray());
        Assert.AreEqual(3, parameters.Density[0]);
        Assert.HasCount(0, parameters.Offset);
    }

    [TestMethod]
    public void With_fixed_zero_the_bin_of_zero_is_zero()
    {
        var transformer = _ml.Transforms.NormalizeBinning("Features", maximumBinCount: 4).Fit(Sample);
        AssertRows(transformer.Transform(Sample), "Features",
            [[1, 0.3333f, 1, 0], [0.6667f, 0.6667f, 0.6667f, 0], [0.3333f, 0, 0.3333f, 0], [0, -0.3333f, 0, 1]]);
        var parameters = (NormalizingTransformer.BinNormalizerModelParameters<ImmutableArray<float>>)transformer.GetNormalizerModelParameters(0);
        CollectionAssert.AreEqual(new[] { -0.5f, 0.5f, 1.5f, float.PositiveInfinity }, parameters.UpperBounds[1].ToArray());
        Assert.AreEqual(0.3333333f, parameters.Offset[1], 1e-6f);
    }

    [TestMethod]
    public void Many_values_are_spread_evenly_over_the_bins()
    {
        var data = Scalars(_ml, [.. Enumerable.Range(0, 1000).Select(i => i * i * 0.001f)]);
        var values = Values<float>(_ml.Transforms.NormalizeBinning("Value", fixZero: false, maximumBinCount: 10).Fit(data).Transform(data), "Value");
        var counts = values.CountBy(value => value).ToArray();
        Assert.HasCount(10, counts);
        Assert.IsTrue(counts.All(pair => pair.Value == 100));
        Assert.AreEqual(1, values[^1]);
    }

    [TestMethod]
    public void NaN_stays_and_a_single_value_becomes_zero()
    {
        var transformer = _ml.Transforms.NormalizeBinning("Value").Fit(Scalars(_ml, 4, float.NaN, 4));
        var values = Values<float>(transformer.Transform(Scalars(_ml, 4, float.NaN)), "Value");
        Assert.AreEqual(0, values[0]);
        Assert.IsTrue(float.IsNaN(values[1]));
    }

    [TestMethod]
    public void Supervised_bins_split_where_the_label_changes()
    {
        var data = _ml.Data.LoadFromEnumerable(new[]
        {
            new Labelled { Features = [8, 1, 3, 0], Bin = "Bin1" }, new Labelled { Features = [6, 2, 2, 1], Bin = "Bin2" },
            new Labelled { Features = [5, 3, 0, 2], Bin = "Bin2" }, new Labelled { Features = [4, -8, 1, 3], Bin = "Bin3" },
            new Labelled { Features = [2, -5, -1, 4], Bin = "Bin3" },
        });
        data = _ml.Transforms.Conversion.MapValueToKey("Bin").Fit(data).Transform(data);
        var estimator = _ml.Transforms.NormalizeSupervisedBinning("Features", labelColumnName: "Bin", mininimumExamplesPerBin: 1, fixZero: false);
        var transformer = estimator.Fit(data);
        AssertRows(FitChecked(estimator, data).Transform(data), "Features",
            [[1, 0.5f, 1, 0], [0.5f, 1, 0, 0.5f], [0.5f, 1, 0, 0.5f], [0, 0, 0, 1], [0, 0, 0, 1]]);
        var parameters = (NormalizingTransformer.BinNormalizerModelParameters<ImmutableArray<float>>)transformer.GetNormalizerModelParameters(0);
        CollectionAssert.AreEqual(new[] { 4.5f, 7, float.PositiveInfinity }, parameters.UpperBounds[0].ToArray());

        transformer = _ml.Transforms.NormalizeSupervisedBinning("Features", labelColumnName: "Bin", mininimumExamplesPerBin: 1).Fit(data);
        AssertRows(transformer.Transform(data), "Features",
            [[1, 0, 1, 0], [0.5f, 0.5f, 0, 0.5f], [0.5f, 0.5f, 0, 0.5f], [0, -0.5f, 0, 1], [0, -0.5f, 0, 1]]);
    }

    [TestMethod]
    public void Supervised_bins_need_a_label_and_enough_examples()
    {
        var data = _ml.Data.LoadFromEnumerable(new[] { new Labelled { Features = [1, 2, 3, 4], Bin = "x" } });
        StringAssert.Contains(Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => _ml.Transforms.NormalizeSupervisedBinning("Features").Fit(data)).Message, "'Label'");
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => _ml.Transforms.NormalizeSupervisedBinning("Features", labelColumnName: "Bin").Fit(data));
    }

    public sealed class Labelled
    {
        [VectorType(4)]
        public float[] Features { get; set; } = [];

        public string Bin { get; set; } = "";
    }
}

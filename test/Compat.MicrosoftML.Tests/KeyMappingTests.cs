using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms;
using static DeepML.Compat.MicrosoftML.Tests.TransformTestKit;

namespace DeepML.Compat.MicrosoftML.Tests;

[TestClass]
public class KeyMappingTests
{
    private readonly MLContext _ml = new(1);

    private IDataView Reviews => Texts(_ml, "animals birds cats dogs fish horse", "horse birds house fish duck cats", "car truck driver bus pickup", "car truck driver bus pickup horse");

    [TestMethod]
    public void Keys_are_numbered_by_first_occurrence()
    {
        var pipeline = _ml.Transforms.Text.TokenizeIntoWords("Words", "Text").Append(_ml.Transforms.Conversion.MapValueToKey("Keys", "Words"));
        var view = FitChecked(pipeline, Reviews).Transform(Reviews);
        AssertKeys(view, [1, 2, 3, 4, 5, 6], [6, 2, 7, 5, 8, 3], [9, 10, 11, 12, 13], [9, 10, 11, 12, 13, 6]);
        Assert.AreEqual(new VectorDataViewType(new KeyDataViewType(typeof(uint), 13)), view.Schema["Keys"].Type);

        view = FitChecked(pipeline.Append(_ml.Transforms.Conversion.MapKeyToValue("Keys")), Reviews).Transform(Reviews);
        CollectionAssert.AreEqual(Values<string>(Reviews, "Text"), Rows<ReadOnlyMemory<char>>(view, "Keys").Select(row => string.Join(' ', row)).ToArray());
    }

    [TestMethod]
    public void Keys_by_value_are_sorted_and_limited_to_the_first_seen()
    {
        var view = _ml.Transforms.Text.TokenizeIntoWords("Words", "Text")
            .Append(_ml.Transforms.Conversion.MapValueToKey("Keys", "Words", maximumNumberOfKeys: 10, keyOrdinality: ValueToKeyMappingEstimator.KeyOrdinality.ByValue))
            .Fit(Reviews).Transform(Reviews);
        AssertKeys(view, [1, 2, 4, 5, 7, 8], [8, 2, 9, 7, 6, 4], [3, 10, 0, 0, 0], [3, 10, 0, 0, 0, 8]);
    }

    [TestMethod]
    public void Text_sorts_ordinally() =>
        CollectionAssert.AreEqual(new[] { "B", "a", "ä" }, TextKeyValues(_ml.Transforms.Conversion.MapValueToKey("Text", keyOrdinality: ValueToKeyMappingEstimator.KeyOrdinality.ByValue)
            .Fit(Texts(_ml, "ä", "a", "B")).Transform(Texts(_ml, "a")).Schema["Text"]));

    [TestMethod]
    public void Missing_and_unseen_values_map_to_zero()
    {
        var transformer = FitChecked(_ml.Transforms.Conversion.MapValueToKey("Text"), Texts(_ml, "", "x", null, "y"));
        CollectionAssert.AreEqual(new uint[] { 2, 0, 0, 1 }, Values<uint>(transformer.Transform(Texts(_ml, "y", "", "z", "x")), "Text"));
        transformer = FitChecked(_ml.Transforms.Conversion.MapValueToKey("Value"), Scalars(_ml, float.NaN, 2, 1));
        CollectionAssert.AreEqual(new uint[] { 2, 0, 1 }, Values<uint>(transformer.Transform(Scalars(_ml, 1, float.NaN, 2)), "Value"));
    }

    [TestMethod]
    public void Key_values_have_the_input_type_or_are_text_on_demand()
    {
        var data = Scalars(_ml, 3, 1.5f);
        CollectionAssert.AreEqual(new[] { 3, 1.5f }, KeyValues<float>(_ml.Transforms.Conversion.MapValueToKey("Value").Fit(data).Transform(data).Schema["Value"]));
        var view = FitChecked(_ml.Transforms.Conversion.MapValueToKey("Value", addKeyValueAnnotationsAsText: true), data).Transform(data);
        CollectionAssert.AreEqual(new[] { "3", "1.5" }, TextKeyValues(view.Schema["Value"]));
    }

    [TestMethod]
    public void Without_terms_the_key_counts_one_and_has_no_values()
    {
        var column = _ml.Transforms.Conversion.MapValueToKey("Text").Fit(Texts(_ml, "")).Transform(Texts(_ml, "x")).Schema["Text"];
        Assert.AreEqual(new KeyDataViewType(typeof(uint), 1), column.Type);
        Assert.IsNull(column.Annotations.Schema.GetColumnOrNull("KeyValues"));
    }

    [TestMethod]
    public void Given_key_data_fix_the_keys()
    {
        var keyData = Texts(_ml, "b", "a");
        var transformer = _ml.Transforms.Conversion.MapValueToKey("Text", keyData: keyData).Fit(Texts(_ml, "a", "c"));
        CollectionAssert.AreEqual(new uint[] { 2, 1, 0 }, Values<uint>(transformer.Transform(Texts(_ml, "a", "b", "c")), "Text"));
        var two = _ml.Data.LoadFromEnumerable(new[] { new Two() });
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => _ml.Transforms.Conversion.MapValueToKey("Text", keyData: two));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => _ml.Transforms.Conversion.MapValueToKey("Text", keyData: Scalars(_ml, 1)).Fit(Texts(_ml, "a")));
    }

    [TestMethod]
    public void Every_primitive_type_makes_the_round_trip()
    {
        var data = _ml.Data.LoadFromEnumerable(new[] { new Two { Flag = true, Time = new DateTime(2001, 2, 3, 0, 0, 0, DateTimeKind.Utc), Long = -5 }, new Two { Time = DateTime.UnixEpoch, Long = 9 } });
        foreach (var name in data.Schema.Select(column => column.Name))
        {
            var pipeline = _ml.Transforms.Conversion.MapValueToKey("Key", name).Append(_ml.Transforms.Conversion.MapKeyToValue("Back", "Key"));
            var view = Reload(_ml, FitChecked(pipeline, data), data.Schema).Transform(data);
            Assert.AreEqual(data.Schema[name].Type, view.Schema["Back"].Type);
            foreach (var row in view.Preview().RowView)
                Assert.AreEqual(row.Values.First(pair => pair.Key == name).Value.ToString(), row.Values.First(pair => pair.Key == "Back").Value.ToString());
        }
    }

    [TestMethod]
    public void A_missing_key_becomes_NaN_or_the_default()
    {
        var numbers = _ml.Transforms.Conversion.MapValueToKey("Value").Append(_ml.Transforms.Conversion.MapKeyToValue("Value")).Fit(Scalars(_ml, 1));
        CollectionAssert.AreEqual(new[] { 1, float.NaN }, Values<float>(numbers.Transform(Scalars(_ml, 1, 2)), "Value"));
        var texts = _ml.Transforms.Conversion.MapValueToKey("Text").Append(_ml.Transforms.Conversion.MapKeyToValue("Text")).Fit(Texts(_ml, "a"));
        CollectionAssert.AreEqual(new[] { "a", "" }, Values<string>(texts.Transform(Texts(_ml, "a", "b")), "Text"));
    }

    [TestMethod]
    public void Mapping_back_needs_a_key_with_values()
    {
        var data = _ml.Data.LoadFromEnumerable(new[] { new Two { Bare = 1 } });
        foreach (var (name, message) in new[] { ("Long", "KeyType"), ("Bare", "Bare") })
        {
            var estimator = _ml.Transforms.Conversion.MapKeyToValue(name);
            StringAssert.Contains(Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => estimator.GetOutputSchema(SchemaShape.Create(data.Schema))).Message, message);
            Assert.ThrowsExactly<InvalidOperationException>(() => estimator.Fit(data));
        }
    }

    [TestMethod]
    public void Keys_keep_their_values_when_mapped_to_keys_again()
    {
        var data = Texts(_ml, "c", "a", "b");
        data = _ml.Transforms.Conversion.MapValueToKey("Text").Fit(data).Transform(data);
        var rows = _ml.Data.FilterRowsByKeyColumnFraction(data, "Text", 0.4);
        var column = FitChecked(_ml.Transforms.Conversion.MapValueToKey("Again", "Text"), rows).Transform(rows).Schema["Again"];
        CollectionAssert.AreEqual(new[] { "a", "b" }, TextKeyValues(column));
    }

    [TestMethod]
    public void Keys_spread_into_indicator_and_count_vectors()
    {
        var data = _ml.Data.LoadFromEnumerable(new[] { new Parts { Frame = 8, A = 1, B = 2 }, new Parts { Frame = 7, A = 2, B = 1 }, new Parts { Frame = 8, A = 3, B = 2 }, new Parts { Frame = 3, A = 3, B = 3 } });
        var pipeline = _ml.Transforms.Conversion.MapKeyToVector("FrameVector", "Frame")
            .Append(_ml.Transforms.Concatenate("Parts", "A", "B"))
            .Append(_ml.Transforms.Conversion.MapValueToKey("Parts"))
            .Append(_ml.Transforms.Conversion.MapKeyToVector("Counts", "Parts", outputCountVector: true))
            .Append(_ml.Transforms.Conversion.MapKeyToVector("Indicators", "Parts"));
        var view = pipeline.Fit(data).Transform(data);
        AssertRows(view, "FrameVector", [[0, 0, 0, 0, 0, 0, 0, 0, 1], [0, 0, 0, 0, 0, 0, 0, 1, 0], [0, 0, 0, 0, 0, 0, 0, 0, 1], [0, 0, 0, 1, 0, 0, 0, 0, 0]]);
        AssertRows(view, "Counts", [[1, 1, 0], [1, 1, 0], [0, 1, 1], [0, 0, 2]]);
        AssertRows(view, "Indicators", [[1, 0, 0, 0, 1, 0], [0, 1, 0, 1, 0, 0], [0, 0, 1, 0, 1, 0], [0, 0, 1, 0, 0, 1]]);
        Assert.AreEqual(new VectorDataViewType(NumberDataViewType.Single, 2, 3), view.Schema["Indicators"].Type);
        Assert.IsFalse(view.GetColumn<VBuffer<float>>("FrameVector").First().IsDense);
        Assert.IsTrue(view.Schema["FrameVector"].IsNormalized() && view.Schema["Indicators"].IsNormalized() && !view.Schema["Counts"].IsNormalized());
        var ranges = default(VBuffer<int>);
        view.Schema["Indicators"].Annotations.GetValue("CategoricalSlotRanges", ref ranges);
        CollectionAssert.AreEqual(new[] { 0, 2, 3, 5 }, ranges.DenseValues().ToArray());
        AssertRows(Reload(_ml, pipeline.Fit(data), data.Schema).Transform(data), "Counts", [[1, 1, 0], [1, 1, 0], [0, 1, 1], [0, 0, 2]]);
    }

    [TestMethod]
    public void A_missing_key_is_all_zeros_and_only_keys_are_spread()
    {
        var transformer = FitChecked(_ml.Transforms.Conversion.MapValueToKey("Text").Append(_ml.Transforms.Conversion.MapKeyToVector("Vector", "Text")), Texts(_ml, "a", "b"));
        AssertRows(transformer.Transform(Texts(_ml, "b", "c")), "Vector", [[0, 1], [0, 0]]);
        StringAssert.Contains(Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => _ml.Transforms.Conversion.MapKeyToVector("Value").Fit(Scalars(_ml, 1))).Message, "Schema mismatch for input column 'Value'");
    }

    [TestMethod]
    public void Keys_spread_into_bits_the_most_significant_first()
    {
        var data = _ml.Data.LoadFromEnumerable(new uint[] { 9, 8, 2, 3, 200 }.Select(frame => new Bits { Frame = frame }).ToArray());
        AssertRows(FitChecked(_ml.Transforms.Conversion.MapKeyToBinaryVector("Vector", "Frame"), data).Transform(data), "Vector",
            [[0, 1, 0, 0, 1], [0, 1, 0, 0, 0], [0, 0, 0, 1, 0], [0, 0, 0, 1, 1], [1, 1, 1, 1, 1]]);
    }

    private static void AssertKeys(IDataView view, params uint[][] expected)
    {
        var actual = Rows<uint>(view, "Keys");
        Assert.HasCount(expected.Length, actual);
        for (var i = 0; i < expected.Length; i++)
            CollectionAssert.AreEqual(expected[i], actual[i]);
    }

    public sealed class Two
    {
        public bool Flag { get; set; }

        public DateTime Time { get; set; }

        public long Long { get; set; }

        [KeyType(4)]
        public uint Bare { get; set; }
    }

    public sealed class Parts
    {
        [KeyType(9)]
        public uint Frame { get; set; }

        public int A { get; set; }

        public int B { get; set; }
    }

    public sealed class Bits
    {
        [KeyType(10)]
        public uint Frame { get; set; }
    }
}

using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms;
using static DeepML.Compat.MicrosoftML.Tests.TransformTestKit;
using OutputKind = Microsoft.ML.Transforms.OneHotEncodingEstimator.OutputKind;

namespace DeepML.Compat.MicrosoftML.Tests;

[TestClass]
public class OneHotTests
{
    private readonly MLContext _ml = new(1);

    private IDataView Education => Texts(_ml, "0-5yrs", "0-5yrs", "6-11yrs", "6-11yrs", "11-15yrs");

    [TestMethod]
    public void Indicators_have_a_slot_a_category()
    {
        var view = FitChecked(_ml.Transforms.Categorical.OneHotEncoding("Encoded", "Text"), Education).Transform(Education);
        AssertRows(view, "Encoded", [[1, 0, 0], [1, 0, 0], [0, 1, 0], [0, 1, 0], [0, 0, 1]]);
        CollectionAssert.AreEqual(new[] { "0-5yrs", "6-11yrs", "11-15yrs" }, SlotNames(view.Schema["Encoded"]));
        Assert.IsTrue(view.Schema["Encoded"].IsNormalized());
    }

    [TestMethod]
    public void Keys_alone_on_demand()
    {
        var view = FitChecked(_ml.Transforms.Categorical.OneHotEncoding("Encoded", "Text", OutputKind.Key), Education).Transform(Education);
        CollectionAssert.AreEqual(new uint[] { 1, 1, 2, 2, 3 }, Values<uint>(view, "Encoded"));
    }

    [TestMethod]
    public void Binary_writes_bits_and_the_unseen_as_ones()
    {
        var transformer = FitChecked(_ml.Transforms.Categorical.OneHotEncoding("Encoded", "Text", OutputKind.Binary), Education);
        var view = transformer.Transform(Texts(_ml, "0-5yrs", "6-11yrs", "11-15yrs", "other"));
        AssertRows(view, "Encoded", [[0, 0, 0], [0, 0, 1], [0, 1, 0], [1, 1, 1]]);
        CollectionAssert.AreEqual(new[] { "Bit2", "Bit1", "Bit0" }, SlotNames(view.Schema["Encoded"]));
    }

    [TestMethod]
    public void Vectors_are_concatenated_or_counted()
    {
        var data = _ml.Data.LoadFromEnumerable(new[] { new Pair { Words = ["a", "b"] }, new Pair { Words = ["b", "b"] } });
        var view = FitChecked(_ml.Transforms.Categorical.OneHotEncoding("Encoded", "Words"), data).Transform(data);
        AssertRows(view, "Encoded", [[1, 0, 0, 1], [0, 1, 0, 1]]);
        CollectionAssert.AreEqual(new[] { "[0].a", "[0].b", "[1].a", "[1].b" }, SlotNames(view.Schema["Encoded"]));
        AssertRows(FitChecked(_ml.Transforms.Categorical.OneHotEncoding("Encoded", "Words", OutputKind.Bag), data).Transform(data), "Encoded", [[1, 1], [0, 2]]);
        AssertRows(FitChecked(_ml.Transforms.Categorical.OneHotEncoding("Encoded", "Words", OutputKind.Binary), data).Transform(data), "Encoded", [[0, 0, 0, 0, 0, 1], [0, 0, 1, 0, 0, 1]]);
    }

    [TestMethod]
    public void Numbers_give_slot_names_too_and_several_columns_work_at_once()
    {
        var data = _ml.Data.LoadFromEnumerable(new[] { new Pair { Number = 5, Text = "x" }, new Pair { Number = 3, Text = "y" } });
        var estimator = _ml.Transforms.Categorical.OneHotEncoding([new InputOutputColumnPair("Number"), new InputOutputColumnPair("Text")],
            keyOrdinality: ValueToKeyMappingEstimator.KeyOrdinality.ByValue);
        var view = FitChecked(estimator, data).Transform(data);
        AssertRows(view, "Number", [[0, 1], [1, 0]]);
        AssertRows(view, "Text", [[1, 0], [0, 1]]);
        CollectionAssert.AreEqual(new[] { "3", "5" }, SlotNames(view.Schema["Number"]));
    }

    [TestMethod]
    public void Saved_encodings_encode_alike()
    {
        foreach (var kind in new[] { OutputKind.Bag, OutputKind.Indicator, OutputKind.Binary })
        {
            var transformer = _ml.Transforms.Categorical.OneHotEncoding("Encoded", "Text", kind).Fit(Education);
            AssertRows(Reload(_ml, transformer, Education.Schema).Transform(Education), "Encoded", Rows<float>(transformer.Transform(Education), "Encoded"));
        }
    }

    [TestMethod]
    public void A_prediction_engine_encodes_single_rows()
    {
        var model = _ml.Transforms.Categorical.OneHotEncoding("Encoded", "Text").Fit(Education);
        using var engine = _ml.Model.CreatePredictionEngine<StringRow, EncodedRow>(model);
        CollectionAssert.AreEqual(new[] { 0f, 0, 1 }, engine.Predict(new StringRow { Text = "11-15yrs" }).Encoded);
        CollectionAssert.AreEqual(new[] { 0f, 0, 0 }, engine.Predict(new StringRow { Text = "?" }).Encoded);
    }

    [TestMethod]
    public void A_missing_column_and_an_unknown_kind_are_refused()
    {
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => _ml.Transforms.Categorical.OneHotEncoding("Nowhere").Fit(Education));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => _ml.Transforms.Categorical.OneHotEncoding("Text", outputKind: (OutputKind)9));
    }

    public sealed class Pair
    {
        [VectorType(2)]
        public string[] Words { get; set; } = ["", ""];

        public int Number { get; set; }

        public string Text { get; set; } = "";
    }

    public sealed class EncodedRow
    {
        public float[] Encoded { get; set; } = [];
    }
}

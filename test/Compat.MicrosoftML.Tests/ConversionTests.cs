using Microsoft.ML;
using Microsoft.ML.Data;
using static DeepML.Compat.MicrosoftML.Tests.TransformTestKit;

namespace DeepML.Compat.MicrosoftML.Tests;

[TestClass]
public class ConversionTests
{
    private readonly MLContext _ml = new(1);

    [TestMethod]
    public void Booleans_become_numbers_and_text()
    {
        var data = _ml.Data.LoadFromEnumerable(new[] { new Mixed { Flag = true }, new Mixed { Flag = false } });
        CollectionAssert.AreEqual(new[] { 1, 0 }, Converted<int>(data, nameof(Mixed.Flag), DataKind.Int32));
        CollectionAssert.AreEqual(new[] { 1f, 0f }, Converted<float>(data, nameof(Mixed.Flag), DataKind.Single));
        CollectionAssert.AreEqual(new[] { "True", "False" }, Converted<string>(data, nameof(Mixed.Flag), DataKind.String));
        var view = _ml.Transforms.Conversion.ConvertType("Out", nameof(Mixed.Flag)).Fit(data).Transform(data);
        Assert.IsTrue(view.Schema["Out"].IsNormalized());
    }

    [TestMethod]
    public void Reals_convert_to_reals_booleans_and_text_but_not_to_integers()
    {
        var data = _ml.Data.LoadFromEnumerable(new[] { new Mixed { Real = 1.5f }, new Mixed { Real = 0 }, new Mixed { Real = float.NaN } });
        CollectionAssert.AreEqual(new[] { 1.5, 0, double.NaN }, Converted<double>(data, nameof(Mixed.Real), DataKind.Double));
        CollectionAssert.AreEqual(new[] { true, false, true }, Converted<bool>(data, nameof(Mixed.Real), DataKind.Boolean));
        CollectionAssert.AreEqual(new[] { "1.5", "0", "NaN" }, Converted<string>(data, nameof(Mixed.Real), DataKind.String));
        var message = Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => Converted<int>(data, nameof(Mixed.Real), DataKind.Int32)).Message;
        StringAssert.Contains(message, "source column 'Real' with item type 'Single' is not compatible with destination type 'Int32'");
    }

    [TestMethod]
    [DataRow(nameof(Mixed.Whole), DataKind.UInt32)]
    [DataRow(nameof(Mixed.Natural), DataKind.Int32)]
    [DataRow(nameof(Mixed.Flag), DataKind.UInt32)]
    [DataRow(nameof(Mixed.Real), DataKind.Int64)]
    [DataRow(nameof(Mixed.Span), DataKind.Int32)]
    public void Conversions_between_the_families_are_refused(string column, DataKind kind)
    {
        var data = _ml.Data.LoadFromEnumerable(new[] { new Mixed() });
        var estimator = _ml.Transforms.Conversion.ConvertType("Out", column, kind);
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => estimator.Fit(data));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => estimator.GetOutputSchema(SchemaShape.Create(data.Schema)));
    }

    [TestMethod]
    public void Integers_convert_within_their_family()
    {
        var data = _ml.Data.LoadFromEnumerable(new[] { new Mixed { Whole = -7, Natural = 300 } });
        CollectionAssert.AreEqual(new[] { -7L }, Converted<long>(data, nameof(Mixed.Whole), DataKind.Int64));
        CollectionAssert.AreEqual(new[] { -7f }, Converted<float>(data, nameof(Mixed.Whole), DataKind.Single));
        CollectionAssert.AreEqual(new ushort[] { 300 }, Converted<ushort>(data, nameof(Mixed.Natural), DataKind.UInt16));
        // Too large for the narrower type: nothing of it is left.
        CollectionAssert.AreEqual(new byte[] { 0 }, Converted<byte>(data, nameof(Mixed.Natural), DataKind.Byte));
    }

    [TestMethod]
    public void Text_is_parsed_and_what_does_not_parse_has_a_value_by_type()
    {
        var data = Texts(_ml, "12", "x", "");
        CollectionAssert.AreEqual(new[] { 12, float.NaN, 0 }, Converted<float>(data, "Text", DataKind.Single));
        CollectionAssert.AreEqual(new uint[] { 12, 0, 0 }, Converted<uint>(data, "Text", DataKind.UInt32));
        var flags = Texts(_ml, "yes", "0", "?");
        CollectionAssert.AreEqual(new[] { true, false, false }, Converted<bool>(flags, "Text", DataKind.Boolean));
        CollectionAssert.AreEqual(new[] { 12, -3 }, Converted<int>(Texts(_ml, "12", "-3"), "Text", DataKind.Int32));
    }

    [TestMethod]
    public void Text_that_is_no_signed_integer_throws()
    {
        var data = Texts(_ml, "x");
        var view = _ml.Transforms.Conversion.ConvertType("Out", "Text", DataKind.Int32).Fit(data).Transform(data);
        Assert.ThrowsExactly<InvalidOperationException>(() => Values<int>(view, "Out"));
    }

    [TestMethod]
    public void Times_become_ticks()
    {
        var data = _ml.Data.LoadFromEnumerable(new[] { new Mixed { Span = TimeSpan.FromSeconds(2), Time = new DateTime(2020, 1, 2, 0, 0, 0, DateTimeKind.Utc) } });
        CollectionAssert.AreEqual(new[] { 20_000_000L }, Converted<long>(data, nameof(Mixed.Span), DataKind.Int64));
        CollectionAssert.AreEqual(new[] { new DateTime(2020, 1, 2).Ticks }, Converted<long>(data, nameof(Mixed.Time), DataKind.Int64));
    }

    [TestMethod]
    public void A_key_stays_a_key_of_another_width_and_becomes_nothing_else()
    {
        var data = _ml.Data.LoadFromEnumerable(new[] { new Mixed { Key = 2 } });
        var view = _ml.Transforms.Conversion.ConvertType("Out", nameof(Mixed.Key), DataKind.Byte).Fit(data).Transform(data);
        Assert.AreEqual(new KeyDataViewType(typeof(byte), 5), view.Schema["Out"].Type);
        CollectionAssert.AreEqual(new byte[] { 3 }, Values<byte>(view, "Out"));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => _ml.Transforms.Conversion.ConvertType("Out", nameof(Mixed.Key)).Fit(data));
    }

    [TestMethod]
    public void Vectors_convert_element_by_element_and_keep_dimensions_and_slot_names()
    {
        var data = _ml.Data.LoadFromEnumerable(new[] { new Mixed { Grid = [1, 2, 3, 4, 5, 6] } });
        var view = FitChecked(_ml.Transforms.Conversion.ConvertType("Out", nameof(Mixed.Grid), DataKind.Double), data).Transform(data);
        Assert.AreEqual(new VectorDataViewType(NumberDataViewType.Double, 2, 3), view.Schema["Out"].Type);
        CollectionAssert.AreEqual(new double[] { 1, 2, 3, 4, 5, 6 }, Rows<double>(view, "Out")[0]);

        data = _ml.Transforms.Concatenate("Both", "Real", "Real2").Fit(data).Transform(data);
        var column = FitChecked(_ml.Transforms.Conversion.ConvertType("Both", outputKind: DataKind.Double), data).Transform(data).Schema["Both"];
        CollectionAssert.AreEqual(new[] { "Real", "Real2" }, SlotNames(column));
    }

    [TestMethod]
    public void A_saved_conversion_converts_alike()
    {
        var data = Texts(_ml, "1", "2.5");
        var transformer = _ml.Transforms.Conversion.ConvertType([new InputOutputColumnPair("A", "Text"), new InputOutputColumnPair("B", "Text")], DataKind.Double).Fit(data);
        var view = Reload(_ml, transformer, data.Schema).Transform(data);
        CollectionAssert.AreEqual(new[] { 1, 2.5 }, Values<double>(view, "A"));
        CollectionAssert.AreEqual(new[] { 1, 2.5 }, Values<double>(view, "B"));
    }

    [TestMethod]
    public void A_missing_column_is_named()
    {
        var data = Texts(_ml, "1");
        StringAssert.Contains(Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => _ml.Transforms.Conversion.ConvertType("Nowhere").Fit(data)).Message, "Could not find input column 'Nowhere'");
    }

    private T[] Converted<T>(IDataView data, string column, DataKind kind) =>
        Values<T>(_ml.Transforms.Conversion.ConvertType("Out", column, kind).Fit(data).Transform(data), "Out");

    public sealed class Mixed
    {
        public bool Flag { get; set; }

        public float Real { get; set; }

        public float Real2 { get; set; }

        public int Whole { get; set; }

        public uint Natural { get; set; }

        public TimeSpan Span { get; set; }

        public DateTime Time { get; set; }

        [KeyType(5)]
        public uint Key { get; set; }

        [VectorType(2, 3)]
        public float[] Grid { get; set; } = new float[6];
    }
}

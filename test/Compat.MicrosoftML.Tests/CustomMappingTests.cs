using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms;
using static DeepML.Compat.MicrosoftML.Tests.TransformTestKit;

namespace DeepML.Compat.MicrosoftML.Tests;

[TestClass]
public class CustomMappingTests
{
    private readonly MLContext _ml = new(1);

    [TestMethod]
    public void The_action_adds_the_members_of_the_destination()
    {
        var data = Scalars(_ml, 1, 4, 9);
        var view = FitChecked(_ml.Transforms.CustomMapping<ScalarRow, Doubled>((input, output) => output.Twice = 2 * input.Value, null), data).Transform(data);
        CollectionAssert.AreEqual(new[] { 2f, 8, 18 }, Values<float>(view, "Twice"));
        CollectionAssert.AreEqual(new[] { "Value", "Twice", "Name" }, view.Schema.Select(column => column.Name).ToArray());
        CollectionAssert.AreEqual(new[] { 2f, 8, 18 }, _ml.Data.CreateEnumerable<Doubled>(view, true).Select(row => row.Twice).ToArray());
    }

    [TestMethod]
    public void Objects_are_made_once_a_cursor_so_members_keep_the_previous_value()
    {
        var data = Scalars(_ml, 1, 2, 3);
        var view = _ml.Transforms.CustomMapping<ScalarRow, Doubled>((input, output) =>
        {
            if (input.Value == 1)
                output.Name = "first";
            output.Twice = input.Value;
        }, null).Fit(data).Transform(data);
        using var cursor = view.GetRowCursorSet(view.Schema, 1)[0];
        var getter = cursor.GetGetter<ReadOnlyMemory<char>>(view.Schema["Name"]);
        var name = default(ReadOnlyMemory<char>);
        for (var i = 0; i < 3; i++)
        {
            Assert.IsTrue(cursor.MoveNext());
            getter(ref name);
            Assert.AreEqual("first", name.ToString());
        }
    }

    [TestMethod]
    public void The_action_runs_once_a_row_however_many_outputs_are_read()
    {
        var calls = 0;
        var data = Scalars(_ml, 1, 2);
        var view = _ml.Transforms.CustomMapping<ScalarRow, Doubled>((_, output) => { Interlocked.Increment(ref calls); output.Name = "x"; }, null).Fit(data).Transform(data);
        _ = _ml.Data.CreateEnumerable<Doubled>(view, false).ToArray();
        Assert.AreEqual(2, calls);
        _ = Values<float>(view, "Value");
        Assert.AreEqual(2, calls);
    }

    [TestMethod]
    public void Rows_come_in_order_from_several_threads()
    {
        var data = Scalars(_ml, [.. Enumerable.Range(0, 5000).Select(i => (float)i)]);
        var view = _ml.Transforms.CustomMapping<ScalarRow, Doubled>((input, output) => output.Twice = -input.Value, null).Fit(data).Transform(data);
        CollectionAssert.AreEqual(Enumerable.Range(0, 5000).Select(i => -(float)i).ToArray(), Values<float>(view, "Twice"));
    }

    [TestMethod]
    public void An_exception_of_the_action_reaches_the_reader()
    {
        var data = Scalars(_ml, 1);
        var view = _ml.Transforms.CustomMapping<ScalarRow, Doubled>((_, _) => throw new FormatException("from the action"), null).Fit(data).Transform(data);
        Exception? error = Assert.Throws<Exception>(() => Values<float>(view, "Twice"));
        while (error is not FormatException)
        {
            Assert.IsNotNull(error, "the action's exception is not among the inner ones");
            error = error.InnerException;
        }
        Assert.AreEqual("from the action", error.Message);
    }

    [TestMethod]
    public void Key_members_are_read_one_based_and_written_one_higher()
    {
        var data = _ml.Data.LoadFromEnumerable(new[] { new KeyRow { Key = 1 } });
        var view = _ml.Transforms.CustomMapping<KeyRow, CopiedKey>((input, output) => output.Copy = input.Key, null).Fit(data).Transform(data);
        CollectionAssert.AreEqual(new uint[] { 2 }, Values<uint>(view, "Key"));
        CollectionAssert.AreEqual(new uint[] { 3 }, Values<uint>(view, "Copy"));
    }

    [TestMethod]
    public void Source_columns_have_to_be_there_with_their_type()
    {
        var estimator = _ml.Transforms.CustomMapping<ScalarRow, Doubled>((_, _) => { }, null);
        var texts = Texts(_ml, "a");
        StringAssert.Contains(Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => estimator.GetOutputSchema(SchemaShape.Create(texts.Schema))).Message, "Could not find input column 'Value'");
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => estimator.Fit(texts));
        var wrong = _ml.Transforms.CopyColumns("Value", "Text").Fit(texts).Transform(texts);
        StringAssert.Contains(Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => estimator.GetOutputSchema(SchemaShape.Create(wrong.Schema))).Message,
            "Schema mismatch for input column 'Value': expected Single, got String");
    }

    [TestMethod]
    public void A_shape_can_be_made_from_a_definition_alone()
    {
        var definition = SchemaDefinition.Create(typeof(Holder));
        definition["Item"].ColumnName = "Forecast";
        definition["Forecast"].ColumnType = new VectorDataViewType(NumberDataViewType.Single, 12);
        definition["Forecast"].AddAnnotation("IsNormalized", true, BooleanDataViewType.Instance);
        var shape = _ml.Transforms.CustomMapping<Empty, Holder>((_, _) => { }, null, null, definition).GetOutputSchema(SchemaShape.Create(Scalars(_ml, 1).Schema));
        CollectionAssert.AreEqual(new[] { "Value", "Forecast" }, shape.Select(column => column.Name).ToArray());
        Assert.AreEqual(SchemaShape.Column.VectorKind.Vector, shape[1].Kind);
        Assert.AreEqual(NumberDataViewType.Single, shape[1].ItemType);
        Assert.AreEqual("IsNormalized", shape[1].Annotations.Single().Name);
    }

    [TestMethod]
    public void A_mapping_with_a_contract_is_saved_and_found_again()
    {
        var data = Scalars(_ml, 3);
        var model = _ml.Transforms.NormalizeMinMax("Value", fixZero: false).Append(_ml.Transforms.CustomMapping(new Doubling().GetMapping(), Doubling.Contract)).Fit(data);
        var loaded = Reload(_ml, model, data.Schema);
        CollectionAssert.AreEqual(Values<float>(model.Transform(data), "Twice"), Values<float>(loaded.Transform(data), "Twice"));
        using var engine = _ml.Model.CreatePredictionEngine<Number, Doubled>(Reload(_ml, _ml.Transforms.CustomMapping(new Doubling().GetMapping(), Doubling.Contract).Fit(data), data.Schema));
        Assert.AreEqual(10, engine.Predict(new Number { Value = 5 }).Twice);
        Assert.AreEqual(-4, engine.Predict(new Number { Value = -2 }).Twice);
    }

    [TestMethod]
    public void A_mapping_without_a_contract_cannot_be_saved_nor_one_without_a_factory_loaded()
    {
        var data = Scalars(_ml, 3);
        Assert.ThrowsExactly<InvalidOperationException>(() => Reload(_ml, _ml.Transforms.CustomMapping(new Doubling().GetMapping(), null).Fit(data), data.Schema));
        var orphan = _ml.Transforms.CustomMapping(new Doubling().GetMapping(), "no such contract").Fit(data);
        Exception? error = Assert.Throws<Exception>(() => Reload(_ml, orphan, data.Schema));
        while (error is not InvalidOperationException)
        {
            Assert.IsNotNull(error);
            error = error.InnerException;
        }
        StringAssert.Contains(error.Message, "no such contract");
    }

    public sealed class Number
    {
        public float Value { get; set; }
    }

    public sealed class Doubled
    {
        public float Twice { get; set; }

        public string Name { get; set; } = "";
    }

    public sealed class Empty
    {
    }

    public sealed class Holder
    {
        public float[] Item { get; set; } = [];
    }

    public sealed class KeyRow
    {
        [KeyType(9)]
        public uint Key { get; set; }
    }

    public sealed class CopiedKey
    {
        [KeyType(9)]
        public uint Copy { get; set; }
    }

    [CustomMappingFactoryAttribute(Contract)]
    public sealed class Doubling : CustomMappingFactory<Number, Doubled>
    {
        public const string Contract = "Doubling";

        public override Action<Number, Doubled> GetMapping() => (input, output) => output.Twice = 2 * input.Value;
    }
}

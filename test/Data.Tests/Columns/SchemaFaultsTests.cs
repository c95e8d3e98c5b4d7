using Microsoft.ML;
using Microsoft.ML.Data;
using static TorchSharp.torch;

namespace DeepML.Data.Tests;

/// <summary>Everything that is wrong with a schema in one error, for data and for the shape of data to come.</summary>
[TestClass]
public sealed class SchemaFaultsTests
{
    private static readonly InputColumn[] Columns =
        [new VectorColumn("Features", "feature"), ScalarInput.Number("Weight", "target"), ScalarInput.Boolean("Label", "label")];

    [TestMethod]
    public void All_faults_of_the_data_stand_in_one_error_in_the_order_of_the_columns()
    {
        var data = new MLContext(1).Data.LoadFromEnumerable([new Row()]);
        var error = Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => SchemaFaults.Check(data.Schema, Columns));
        Assert.AreEqual("inputSchema", error.ParamName);
        var lines = error.Message.Split(Environment.NewLine);
        StringAssert.StartsWith(
            lines[0], "Schema mismatch for feature column 'Features': expected known-size Vector<Single>, got Vector<Double, 2>");
        StringAssert.StartsWith(lines[1], "Could not find target column 'Weight'");
        StringAssert.StartsWith(lines[2], "Schema mismatch for label column 'Label': expected Boolean, got Single");
    }

    [TestMethod]
    public void All_faults_of_a_shape_stand_in_one_error_too()
    {
        var shape = Shape(
            SchemaShapes.Column("Features", new VectorDataViewType(NumberDataViewType.Double, 2)),
            SchemaShapes.Column("Label", NumberDataViewType.Single));
        var error = Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => SchemaFaults.Check(shape, Columns));
        var lines = error.Message.Split(Environment.NewLine);
        StringAssert.StartsWith(lines[0], "Schema mismatch for feature column 'Features': expected Vector<Single>, got Vector<Double>");
        StringAssert.StartsWith(lines[1], "Could not find target column 'Weight'");
        StringAssert.StartsWith(lines[2], "Schema mismatch for label column 'Label': expected Boolean, got Single");
    }

    [TestMethod]
    public void A_schema_that_fits_is_passed()
    {
        SchemaFaults.Check(new MLContext(1).Data.LoadFromEnumerable([new Fitting()]).Schema, Columns);
        SchemaFaults.Check(
            Shape(
                SchemaShapes.Column("Features", new VectorDataViewType(NumberDataViewType.Single, 2)),
                SchemaShapes.Column("Weight", NumberDataViewType.Single),
                SchemaShapes.Column("Label", BooleanDataViewType.Instance)),
            Columns);
    }

    [TestMethod]
    public void A_vector_of_features_is_one_of_known_size_and_of_float()
    {
        var column = new VectorColumn("Features", "feature");
        Assert.IsTrue(column.Accepts(new VectorDataViewType(NumberDataViewType.Single, 3)));
        Assert.IsTrue(column.Accepts(new VectorDataViewType(NumberDataViewType.Single, 2, 2)));
        Assert.IsFalse(column.Accepts(new VectorDataViewType(NumberDataViewType.Single)), "of no known size");
        Assert.IsFalse(column.Accepts(NumberDataViewType.Single));
        Assert.IsTrue(Accepts(new VectorDataViewType(NumberDataViewType.Single, 3)));
        Assert.IsFalse(Accepts(new VectorDataViewType(NumberDataViewType.Single)), "of no known size");
        Assert.IsFalse(Accepts(NumberDataViewType.Single));
        Assert.IsFalse(Accepts(new VectorDataViewType(NumberDataViewType.Double, 3)));
        Assert.IsFalse(Accepts(new VectorDataViewType(new KeyDataViewType(typeof(uint), 3), 3)), "keys are told apart from numbers");
        bool Accepts(DataViewType type) => column.Accepts(SchemaShapes.Column("Features", type));
    }

    [TestMethod]
    public void The_size_of_a_vector_is_taken_from_the_data_and_its_type_tells_it()
    {
        var data = new MLContext(1).Data.LoadFromEnumerable([new Fitting()]);
        var sized = new VectorColumn("Features", "feature").SizedBy(data);
        Assert.AreEqual(2, sized.Width);
        CollectionAssert.AreEqual(new long[] { 2 }, sized.RowShape);
        Assert.AreEqual(new VectorDataViewType(NumberDataViewType.Single, 2), sized.Type);
        Assert.AreEqual(NumberDataViewType.Single, ScalarInput.Number("Weight", "target").Type);
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new VectorColumn("None", "feature").SizedBy(data));
    }

    [TestMethod]
    public void Yes_and_no_are_read_as_1_and_0_and_every_row_counts()
    {
        var data = new MLContext(1).Data.LoadFromEnumerable([new Fitting { Label = true }, new Fitting(), new Fitting { Label = true }]);
        using var rows = DataViewBatches.ReadAll(data, [ScalarInput.Boolean("Label", "label")], CPU);
        Assert.AreEqual(3, rows.RowCount);
        CollectionAssert.AreEqual(new float[] { 1, 0, 1 }, rows.Rows[rows.Rows.Members.Single()].data<float>().ToArray());
    }

    [TestMethod]
    public void Numbers_are_read_from_tensors_of_any_type()
    {
        using var scope = NewDisposeScope();
        Assert.AreEqual(9007199254740991.0, tensor(new[] { 9007199254740991L }).Double(), "whole numbers are exact up to 2^53");
        Assert.AreEqual(0.1, tensor(new[] { 0.1 }).Double());
        Assert.AreEqual(0.1f, tensor(new[] { 0.1 }).Single());
        Assert.AreEqual(1f, tensor(new[] { true }).Single());
        Assert.AreEqual(-2.0, tensor(new sbyte[] { -2 }).Double());
        Assert.Throws<Exception>(() => ones(2).Single());
        Assert.Throws<Exception>(() => ones(0).Double());
    }

    private static SchemaShape Shape(params SchemaShape.Column[] columns) => new(columns);

    private sealed class Row
    {
        [VectorType(2)]
        public double[] Features { get; set; } = [1, 2];

        public float Label { get; set; }
    }

    private sealed class Fitting
    {
        [VectorType(2)]
        public float[] Features { get; set; } = [1, 2];

        public float Weight { get; set; }

        public bool Label { get; set; }
    }
}

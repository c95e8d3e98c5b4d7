using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Compat.MicrosoftML.Tests;

[TestClass]
public class PredictionEngineTests
{
    private readonly MLContext _ml = new(1);

    private TransformerChain<ColumnConcatenatingTransformer> Model()
    {
        var data = _ml.Data.LoadFromEnumerable(new[] { new Input { A = 1, V = [2, 3] } });
        return _ml.Transforms.CopyColumns("Copy", "A").Append(_ml.Transforms.Concatenate("F", "Copy", "V")).Fit(data);
    }

    [TestMethod]
    public void Predictions_follow_the_input_and_reuse_the_given_object_and_its_arrays()
    {
        using var engine = _ml.Model.CreatePredictionEngine<Input, Output>(Model());
        var first = engine.Predict(new Input { A = 1, V = [2, 3], K = 4 });
        CollectionAssert.AreEqual(new[] { 1f, 2, 3 }, first.F);
        Assert.AreEqual(5u, first.K, "keys go in as they are counted by people and come out raw");
        Assert.AreEqual("untouched", first.Absent);
        var (same, array) = (first, first.F);
        engine.Predict(new Input { A = 9, V = [8, 7] }, ref first);
        Assert.AreSame(same, first);
        Assert.AreSame(array, first.F);
        CollectionAssert.AreEqual(new[] { 9f, 8, 7 }, first.F);
        Output? none = null;
        engine.Predict(new Input { A = 1, V = [2, 3] }, ref none!);
        Assert.IsNotNull(none);
        Assert.AreEqual("A, V, K, Copy, F", string.Join(", ", engine.OutputSchema.Select(c => c.Name)));
        Assert.ThrowsExactly<ArgumentNullException>(() => engine.Predict(null!));
    }

    [TestMethod]
    public void Missing_columns_are_skipped_or_refused()
    {
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => _ml.Model.CreatePredictionEngine<Input, Output>(Model(), ignoreMissingColumns: false));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => _ml.Model.CreatePredictionEngine<Input, Output>(Model(), new PredictionEngineOptions { IgnoreMissingColumns = false }));
        Assert.ThrowsExactly<InvalidOperationException>(() => _ml.Model.CreatePredictionEngine<Input, WrongOutput>(Model()));
        StringAssert.Contains(Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => _ml.Model.CreatePredictionEngine<OnlyV, Output>(Model())).Message, "'A'");
        Assert.ThrowsExactly<ArgumentNullException>(() => _ml.Model.CreatePredictionEngine<Input, Output>(null!));
    }

    [TestMethod]
    public void An_input_schema_supplies_sizes_that_the_members_lack()
    {
        var builder = new DataViewSchema.Builder();
        builder.AddColumn("A", NumberDataViewType.Single);
        builder.AddColumn("V", new VectorDataViewType(NumberDataViewType.Single, 2));
        using var engine = _ml.Model.CreatePredictionEngine<Unsized, FOnly>(Model(), builder.ToSchema());
        Assert.AreEqual("Vector<Single, 3>", engine.OutputSchema["F"].Type.ToString());
        CollectionAssert.AreEqual(new[] { 1f, 2, 3 }, engine.Predict(new Unsized { A = 1, V = [2, 3] }).F);
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => _ml.Model.CreatePredictionEngine<Unsized, Output>(Model(), builder.ToSchema()), "strict about outputs");
    }

    [TestMethod]
    public void Only_row_to_row_transformers_can_be_asked_and_the_engine_owns_its_transformer()
    {
        var transformer = new NotRowWise();
        Assert.AreEqual("transformer", Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => _ml.Model.CreatePredictionEngine<Input, Output>(transformer)).ParamName);
        var owned = new RowWise();
        _ml.Model.CreatePredictionEngine<Input, Output>(owned).Dispose();
        Assert.AreEqual(1, owned.Disposals);
        var kept = new RowWise();
        _ml.Model.CreatePredictionEngine<Input, Output>(kept, new PredictionEngineOptions { OwnsTransformer = false }).Dispose();
        Assert.AreEqual(0, kept.Disposals);
    }

    private sealed class Input
    {
        public float A { get; set; }
        [VectorType(2)] public float[] V { get; set; } = [];
        [KeyType(9)] public uint K { get; set; }
    }

    private sealed class Unsized
    {
        public float A { get; set; }
        public float[] V { get; set; } = [];
    }

    private sealed class OnlyV
    {
        [VectorType(2)] public float[] V { get; set; } = [];
    }

    private sealed class Output
    {
        public float[]? F { get; set; }
        public uint K { get; set; }
        public string Absent { get; set; } = "untouched";
    }

    private sealed class FOnly
    {
        public float[]? F { get; set; }
    }

    private sealed class WrongOutput
    {
        public double[]? F { get; set; }
    }

    private class NotRowWise : ITransformer
    {
        public virtual bool IsRowToRowMapper => false;

        public DataViewSchema GetOutputSchema(DataViewSchema inputSchema) => inputSchema;

        public IDataView Transform(IDataView input) => input;

        public virtual IRowToRowMapper GetRowToRowMapper(DataViewSchema inputSchema) => throw new InvalidOperationException();

        public void Save(ModelSaveContext ctx) => throw new InvalidOperationException();
    }

    private sealed class RowWise : NotRowWise, IDisposable
    {
        public int Disposals { get; private set; }

        public override bool IsRowToRowMapper => true;

        public override IRowToRowMapper GetRowToRowMapper(DataViewSchema inputSchema) =>
            ((ITransformer)new TransformerChain<ITransformer>()).GetRowToRowMapper(inputSchema);

        public void Dispose() => Disposals++;
    }
}

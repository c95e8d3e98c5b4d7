using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Compat.MicrosoftML.Tests;

[TestClass]
public class ChainTests
{
    private readonly MLContext _ml = new(1);

    private IDataView Data() => _ml.Data.LoadFromEnumerable(Enumerable.Range(0, 5).Select(i => new Row { A = i, B = -i }).ToArray());

    [TestMethod]
    public void A_mismatch_anywhere_shows_before_anything_is_fitted()
    {
        var fitted = 0;
        var pipeline = _ml.Transforms.CopyColumns("C", "A").WithOnFitDelegate(_ => fitted++)
            .Append(_ml.Transforms.CopyColumns("D", "Nope"));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => pipeline.Fit(Data()));
        Assert.AreEqual(0, fitted);
        _ml.Transforms.CopyColumns("C", "A").WithOnFitDelegate(_ => fitted++).Append(_ml.Transforms.CopyColumns("D", "C")).Fit(Data());
        Assert.AreEqual(1, fitted);
    }

    [TestMethod]
    public void Scopes_choose_what_a_chain_does_but_its_row_mapper_uses_all_members()
    {
        var data = Data();
        var model = new EstimatorChain<ITransformer>()
            .Append(_ml.Transforms.CopyColumns("Train", "A"), TransformerScope.TrainTest)
            .Append(_ml.Transforms.CopyColumns("Score", "A"), TransformerScope.Everything)
            .Fit(data);
        Assert.AreEqual("A, B, Score", Columns(model.Transform(data).Schema));
        Assert.AreEqual("A, B, Score", Columns(model.GetOutputSchema(data.Schema)));
        Assert.AreEqual("A, B, Train, Score", Columns(model.Transform(data, TransformerScope.Testing).Schema));
        Assert.AreEqual(1, model.GetModelFor(TransformerScope.Scoring).Count());
        Assert.AreEqual(2, model.Count());
        Assert.AreEqual("A, B, Train, Score", Columns(((ITransformer)model).GetRowToRowMapper(data.Schema).OutputSchema));
        Assert.IsTrue(((ITransformer)model).IsRowToRowMapper);
        Assert.AreSame(model.Last(), model.LastTransformer);
    }

    [TestMethod]
    public void An_empty_chain_passes_everything_through()
    {
        var data = Data();
        var model = new EstimatorChain<ITransformer>().Fit(data);
        Assert.AreEqual(0, model.Count());
        Assert.IsNull(model.LastTransformer);
        Assert.AreSame(data, model.Transform(data));
        Assert.ThrowsExactly<InvalidOperationException>(() => new EstimatorChain<ITransformer>().AppendCacheCheckpoint(_ml));
        Assert.ThrowsExactly<ArgumentNullException>(() => new EstimatorChain<ITransformer>().Append((IEstimator<ITransformer>)null!));
    }

    [TestMethod]
    public void A_cache_checkpoint_spares_the_source_and_is_no_part_of_the_model()
    {
        var passes = 0;
        IEnumerable<Row> Rows()
        {
            passes++;
            yield return new Row { A = 1 };
            yield return new Row { A = 2 };
        }

        ReadTwice stage() => new();
        var data = _ml.Data.LoadFromEnumerable(Rows());
        _ml.Transforms.CopyColumns("C", "A").Append(stage()).Append(stage()).Fit(data);
        Assert.AreEqual(4, passes);
        passes = 0;
        var model = _ml.Transforms.CopyColumns("C", "A").AppendCacheCheckpoint(_ml).Append(stage()).Append(stage()).Fit(data);
        Assert.AreEqual(1, passes);
        Assert.AreEqual(3, model.Count());
    }

    [TestMethod]
    public void Transformers_append_to_chains_and_disposing_a_chain_disposes_members()
    {
        var member = new Disposable();
        var chain = member.Append(_ml.Transforms.CopyColumns("C", "A").Fit(Data()));
        Assert.AreEqual(2, chain.Count());
        chain.Dispose();
        chain.Dispose();
        Assert.AreEqual(1, member.Disposals);
        Assert.AreEqual(3, chain.Append(new Disposable(), TransformerScope.Testing).Count());
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new TransformerChain<ITransformer>([member], []));
        Assert.ThrowsExactly<InvalidOperationException>(() => ((ITransformer)chain).GetRowToRowMapper(Data().Schema));
    }

    [TestMethod]
    public void Row_mappers_tell_dependencies_and_insist_on_their_schema()
    {
        var data = Data();
        var model = _ml.Transforms.CopyColumns("C", "A").Append(_ml.Transforms.Concatenate("F", "C", "B")).Fit(data);
        var mapper = ((ITransformer)model).GetRowToRowMapper(data.Schema);
        Assert.AreSame(data.Schema, mapper.InputSchema);
        Assert.AreSame(mapper.OutputSchema, mapper.OutputSchema);
        Assert.AreEqual("A, B", string.Join(", ", mapper.GetDependencies([mapper.OutputSchema["F"]]).Select(c => c.Name)));
        Assert.AreEqual("A", string.Join(", ", mapper.GetDependencies([mapper.OutputSchema["C"]]).Select(c => c.Name)));
        Assert.AreEqual("B", string.Join(", ", mapper.GetDependencies([mapper.OutputSchema["B"]]).Select(c => c.Name)));
        Assert.AreEqual(0, mapper.GetDependencies([]).Count());

        using var cursor = data.GetRowCursor(data.Schema);
        var row = mapper.GetRow(cursor, [mapper.OutputSchema["F"]]);
        Assert.AreSame(mapper.OutputSchema, row.Schema);
        Assert.IsTrue(row.IsColumnActive(mapper.OutputSchema["F"]));
        Assert.IsFalse(row.IsColumnActive(mapper.OutputSchema["A"]));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => row.GetGetter<float>(mapper.OutputSchema["A"]));
        Assert.ThrowsExactly<InvalidOperationException>(() => row.GetGetter<float>(mapper.OutputSchema["F"]));
        var getter = row.GetGetter<VBuffer<float>>(mapper.OutputSchema["F"]);
        var value = default(VBuffer<float>);
        for (var i = 0; cursor.MoveNext(); i++)
        {
            getter(ref value);
            CollectionAssert.AreEqual(new float[] { i, -i }, value.GetValues().ToArray(), "the getter follows the input row");
            Assert.AreEqual(i, row.Position);
        }

        using var other = Data().GetRowCursor([]);
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => mapper.GetRow(other, []));
        var single = ((ITransformer)model.First()).GetRowToRowMapper(data.Schema);
        Assert.ThrowsExactly<InvalidOperationException>(() => single.GetRow(other, []));
    }

    private static string Columns(DataViewSchema schema) => string.Join(", ", schema.Select(c => c.Name));

    private sealed class Row
    {
        public float A { get; set; }
        public float B { get; set; }
    }

    private sealed class Disposable : ITransformer, IDisposable
    {
        public int Disposals { get; private set; }

        public bool IsRowToRowMapper => false;

        public DataViewSchema GetOutputSchema(DataViewSchema inputSchema) => inputSchema;

        public IDataView Transform(IDataView input) => input;

        public IRowToRowMapper GetRowToRowMapper(DataViewSchema inputSchema) => throw new InvalidOperationException();

        public void Save(ModelSaveContext ctx) => throw new InvalidOperationException();

        public void Dispose() => Disposals++;
    }

    /// Reads its training data twice and changes nothing.
    private sealed class ReadTwice : IEstimator<ITransformer>
    {
        public ITransformer Fit(IDataView input)
        {
            Assert.AreEqual(2, input.GetColumn<float>("C").Count());
            Assert.AreEqual(2, input.GetColumn<float>("C").Count());
            return new Disposable();
        }

        public SchemaShape GetOutputSchema(SchemaShape inputSchema) => inputSchema;
    }
}

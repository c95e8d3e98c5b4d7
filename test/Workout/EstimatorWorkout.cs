using DeepML.Data;
using Microsoft.ML;
using Microsoft.ML.Data;
using static TorchSharp.torch;

namespace DeepML.Workout;

/// <summary>What every architecture must pass. A test class derives from this and says how to make the estimator and its data.</summary>
/// <typeparam name="TTransformer">The fitted network.</typeparam>
public abstract class EstimatorWorkout<TTransformer>
    where TTransformer : NetworkTransformer
{
    /// <summary>A small, quickly trained estimator.</summary>
    protected abstract IEstimator<TTransformer> CreateEstimator(MLContext ml);

    /// <summary>Rows it can be fitted to; their number should not be a multiple of the batch size.</summary>
    protected abstract IDataView CreateData(MLContext ml);

    /// <summary>Names of the columns without which the estimator must refuse to work.</summary>
    protected abstract IReadOnlyList<string> NeededColumns { get; }

    /// <summary>How far a score may differ between a batch and a single row.</summary>
    protected virtual double BatchTolerance => 1e-5;

    /// <summary>A type that none of the columns may have.</summary>
    protected virtual DataViewType WrongType => TextDataViewType.Instance;

    /// <summary>Whether chance plays a part: whether another seed must change something.</summary>
    protected virtual bool HasChance => true;

    [TestMethod]
    public void The_schema_promised_is_the_schema_produced()
    {
        var ml = new MLContext(seed: 1);
        var data = CreateData(ml);
        var estimator = CreateEstimator(ml);
        var promised = estimator.GetOutputSchema(Shape(data.Schema));
        using var model = estimator.Fit(data);
        var produced = Shape(model.GetOutputSchema(data.Schema));
        var view = Shape(model.Transform(data).Schema);
        CollectionAssert.AreEquivalent(Describe(produced), Describe(promised));
        CollectionAssert.AreEqual(Describe(produced), Describe(view));
    }

    [TestMethod]
    public void A_missing_column_is_refused_by_name_before_any_work()
    {
        foreach (var name in NeededColumns)
        {
            var ml = new MLContext(seed: 1);
            var data = ml.Transforms.DropColumns(name).Fit(CreateData(ml)).Transform(CreateData(ml));
            var estimator = CreateEstimator(ml);
            Refuses(() => estimator.GetOutputSchema(Shape(data.Schema)), name);
            Refuses(() => estimator.Fit(data), name);
        }
    }

    [TestMethod]
    public void A_column_of_the_wrong_type_is_refused_by_name_before_any_work()
    {
        foreach (var name in NeededColumns)
        {
            var ml = new MLContext(seed: 1);
            var schema = new DataViewSchema.Builder();
            schema.AddColumns(
                CreateData(ml).Schema.Where(c => c.Name != name)
                    .Select(c => new DataViewSchema.DetachedColumn(c.Name, c.Type, c.Annotations)));
            schema.AddColumn(name, WrongType);
            var data = new EmptyView(schema.ToSchema());
            var estimator = CreateEstimator(ml);
            Refuses(() => estimator.GetOutputSchema(Shape(data.Schema)), name);
            Refuses(() => estimator.Fit(data), name);
        }
    }

    [TestMethod]
    public void A_reloaded_model_scores_exactly_like_the_original()
    {
        var ml = new MLContext(seed: 1);
        var data = CreateData(ml);
        using var model = CreateEstimator(ml).Fit(data);
        using var file = new MemoryStream();
        ml.Model.Save(model, data.Schema, file);
        file.Position = 0;
        using var reloaded = (IDisposable)new MLContext().Model.Load(file, out var schema);
        Assert.IsInstanceOfType<TTransformer>(reloaded);
        Assert.AreEqual(data.Schema.Count, schema.Count);
        Compare(model.Transform(data), ((ITransformer)reloaded).Transform(data), data.Schema.Count, 0);
        var (history, reloadedHistory) = (model.TrainingHistory, ((TTransformer)reloaded).TrainingHistory);
        CollectionAssert.AreEqual(history.Epochs.ToArray(), reloadedHistory.Epochs.ToArray());
        Assert.AreEqual(history.Baseline, reloadedHistory.Baseline);
    }

    [TestMethod]
    public void The_same_seed_gives_the_same_scores_and_another_seed_others()
    {
        var first = Fitted(7);
        var second = Fitted(7);
        var other = Fitted(8);
        Cells.AreEqual(first, second, 0, "scores with the same seed");
        Assert.AreEqual(HasChance, first.Zip(other).Any(pair => !pair.First.SequenceEqual(pair.Second)), "what another seed changes");

        IReadOnlyList<float[]> Fitted(int seed)
        {
            var ml = new MLContext(seed);
            var data = CreateData(ml);
            using var model = CreateEstimator(ml).Fit(data);
            var scored = model.Transform(data);
            return [.. OwnColumns(scored, data.Schema.Count).SelectMany(column => Cells.Read(scored, column))];
        }
    }

    [TestMethod]
    public void Rows_scored_in_batches_equal_rows_scored_one_by_one()
    {
        var ml = new MLContext(seed: 1);
        var data = CreateData(ml);
        using var model = CreateEstimator(ml).Fit(data);
        var scored = model.Transform(data);
        var mapper = model.GetRowToRowMapper(data.Schema);
        foreach (var column in OwnColumns(scored, data.Schema.Count))
        {
            var single = new List<float[]>();
            using var cursor = data.GetRowCursor(mapper.GetDependencies([mapper.OutputSchema[column.Index]]));
            using var row = mapper.GetRow(cursor, [mapper.OutputSchema[column.Index]]);
            var read = Cells.Reader(row, mapper.OutputSchema[column.Index]);
            while (cursor.MoveNext())
                single.Add(read());
            Cells.AreEqual(Cells.Read(scored, column), single, BatchTolerance, column.Name);
        }
    }

    [TestMethod]
    public void A_model_fitted_and_loaded_inside_a_dispose_scope_outlives_it()
    {
        var ml = new MLContext(seed: 1);
        var data = CreateData(ml);
        TTransformer model;
        NetworkTransformer reloaded;
        using (NewDisposeScope())
        {
            model = CreateEstimator(ml).Fit(data);
            using var file = new MemoryStream();
            ml.Model.Save(model, data.Schema, file);
            file.Position = 0;
            reloaded = (NetworkTransformer)ml.Model.Load(file, out _);
        }
        using (model)
        using (reloaded)
            Compare(model.Transform(data), reloaded.Transform(data), data.Schema.Count, 0);
    }

    [TestMethod]
    public void No_tensor_is_left_alive_by_fitting_scoring_and_saving()
    {
        var ml = new MLContext(seed: 1);
        var data = CreateData(ml);
        var half = ml.Data.TakeRows(data, Cells.Count(data) / 2);
        LiveTensors.AreIndependentOfSteps(() => CreateEstimator(ml).Fit(half).Dispose(), () => CreateEstimator(ml).Fit(data).Dispose());

        using var model = CreateEstimator(ml).Fit(data);
        using var file = new MemoryStream();
        ScoreAndSave(); // what is made once per process is made here
        Assert.AreEqual(0, LiveTensors.GrowthBy(ScoreAndSave), "tensors left alive by scoring and saving");
        Load();
        var parameters = LiveTensors.DriftOfParameter * model.NamedWeights.Count;
        Assert.IsLessThanOrEqualTo(parameters, LiveTensors.GrowthBy(Load), "tensors left alive by loading");

        void ScoreAndSave()
        {
            var scored = model.Transform(data);
            foreach (var column in OwnColumns(scored, data.Schema.Count))
                Cells.Read(scored, column);
            file.SetLength(0);
            ml.Model.Save(model, data.Schema, file);
        }

        void Load()
        {
            file.Position = 0;
            ((IDisposable)ml.Model.Load(file, out _)).Dispose();
        }
    }

    private static IEnumerable<DataViewSchema.Column> OwnColumns(IDataView scored, int inputColumns) => scored.Schema.Skip(inputColumns);

    private static void Compare(IDataView expected, IDataView actual, int inputColumns, double tolerance)
    {
        foreach (var column in OwnColumns(expected, inputColumns))
            Cells.AreEqual(Cells.Read(expected, column), Cells.Read(actual, actual.Schema[column.Index]), tolerance, column.Name);
    }

    private static void Refuses(Action action, string name)
    {
        var error = Assert.ThrowsExactly<ArgumentOutOfRangeException>(action);
        StringAssert.Contains(error.Message, $"column '{name}'");
    }

    private static SchemaShape Shape(DataViewSchema schema) => new(schema.Where(c => !c.IsHidden).Select(c => SchemaShapes.Column(
        c.Name, c.Type, [.. c.Annotations.Schema.Select(a => SchemaShapes.Column(a.Name, a.Type))])));

    private static string[] Describe(SchemaShape shape) => [.. shape.Select(c =>
        $"{c.Name}: {SchemaShapes.Describe(c)} "
            + $"{{{string.Join(", ", c.Annotations.Select(a => $"{a.Name}: {SchemaShapes.Describe(a)}").Order())}}}")];
}

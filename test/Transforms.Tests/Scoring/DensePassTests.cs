using DeepML.Workout;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Transforms.Tests.Scoring;

[TestClass]
public sealed class DensePassTests
{
    [TestMethod]
    [DataRow(Activation.Identity)]
    [DataRow(Activation.Sigmoid)]
    [DataRow(Activation.Tanh)]
    [DataRow(Activation.ReLU)]
    [DataRow(Activation.LeakyReLU)]
    [DataRow(Activation.ELU)]
    [DataRow(Activation.GELU)]
    [DataRow(Activation.Softplus)]
    [DataRow(Activation.Arctan)]
    [DataRow(Activation.ParametricReLU)]
    [DataRow(Activation.HardTanh)]
    [DataRow(Activation.BinaryStep)]
    [DataRow(Activation.Heaviside)]
    [DataRow(Activation.Sign)]
    [DataRow(Activation.BipolarStep)]
    [DataRow(Activation.PiecewiseLinear)]
    [DataRow(Activation.Ramp)]
    [DataRow(Activation.AlgebraicSigmoid)]
    [DataRow(Activation.ScaledTanh)]
    public void A_single_row_scores_like_a_batch_through_torch(Activation activation)
    {
        var ml = new MLContext(seed: 1);
        double? slope = DeepML.Networks.Activations.HasSlope(activation) ? 0.3 : null;
        var options = new MultilayerPerceptronOptions
        {
            HiddenSizes = [16, 12],
            HiddenActivation = activation,
            ActivationSlope = slope,
            BatchNormalization = true,
            Dropout = 0.2
        };
        using (var model = FittedModels.Classifier(ml, options))
        {
            Assert.AreEqual(activation != Activation.GELU, model.CreateRowPass is not null);
            Same(ml, model, Blobs.WithKeys(ml), "Score", "PredictedLabel");
        }
        using (var model = FittedModels.Binary(ml, options))
            Same(ml, model, Blobs.Create(ml), "Score", "PredictedLabel", "Probability");
        using (var model = FittedModels.Regression(ml, options))
            Same(ml, model, Blobs.Create(ml), "Score");
    }

    [TestMethod]
    public void A_large_network_is_left_to_torch()
    {
        var ml = new MLContext(seed: 1);
        using var model = FittedModels.Classifier(ml, new MultilayerPerceptronOptions { HiddenSizes = [512, 512] });
        Assert.IsNull(model.CreateRowPass);
        Same(ml, model, Blobs.WithKeys(ml), "Score", "PredictedLabel");
    }

    [TestMethod]
    public void Very_large_inputs_overflow_to_the_same_answers()
    {
        var ml = new MLContext(seed: 1);
        using var model = FittedModels.Classifier(ml);
        var rows = new[] { 1e20f, -1e20f, 1e4f, 0, float.NaN }.Select(
            x => new Blobs.Row { Features = [x, -x, x, 0, 1, x, 2, 3] }).ToArray();
        var data = ml.Transforms.Conversion.MapValueToKey("Label", "Name").Fit(ml.Data.LoadFromEnumerable(rows)).Transform(
            ml.Data.LoadFromEnumerable(rows));
        Same(ml, model, data, "Score", "PredictedLabel");
    }

    [TestMethod]
    public void A_prediction_allocates_nothing_for_the_row()
    {
        var ml = new MLContext(seed: 1);
        using var model = FittedModels.Classifier(ml);
        var data = ml.Data.Cache(Blobs.WithKeys(ml, 1000));
        var mapper = model.GetRowToRowMapper(data.Schema);
        var column = mapper.OutputSchema["Score"];
        using var cursor = data.GetRowCursor(mapper.GetDependencies([column]));
        using var row = mapper.GetRow(cursor, [column]);
        var getter = row.GetGetter<VBuffer<float>>(column);
        var score = default(VBuffer<float>);
        for (var i = 0; i < 200 && cursor.MoveNext(); i++)
            getter(ref score);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 500 && cursor.MoveNext(); i++)
            getter(ref score);
        Assert.IsLessThan(500 * 8, GC.GetAllocatedBytesForCurrentThread() - before, "bytes allocated for 500 rows");
    }

    private static void Same(MLContext ml, NetworkTransformer model, IDataView data, params string[] columns)
    {
        var scored = model.Transform(data);
        var mapper = model.GetRowToRowMapper(data.Schema);
        foreach (var name in columns)
        {
            var column = mapper.OutputSchema[name];
            var single = new List<float[]>();
            using var cursor = data.GetRowCursor(mapper.GetDependencies([column]));
            using var row = mapper.GetRow(cursor, [column]);
            var read = Cells.Reader(row, column);
            while (cursor.MoveNext())
                single.Add(read());
            var batch = Cells.Read(scored, scored.Schema[name]);
            for (var i = 0; i < batch.Count; i++)
                for (var j = 0; j < batch[i].Length; j++)
                    if (!batch[i][j].Equals(single[i][j]))
                        Assert.AreEqual(
                            batch[i][j], single[i][j], 1e-6 * Math.Max(1, Math.Abs(batch[i][j])), $"{name}, row {i}, value {j}");
        }
        Assert.IsNotNull(ml);
    }
}

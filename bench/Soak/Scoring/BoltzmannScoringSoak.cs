using Microsoft.ML;

namespace DeepML.Bench;

internal sealed class BoltzmannScoringSoak : IScoringSoak
{
    public string Name => "score.rbm";

    public string Column => "Hidden";

    public IDataView Rows(MLContext ml, int? total) => SoakData.Bits(ml, 4_000, total);

    public ITransformer Fit(MLContext ml, IDataView rows, TrainingOptions training) =>
        ml.Transforms.RestrictedBoltzmannMachine("Hidden", "Features", new RbmOptions { Training = training }).Fit(rows);
}

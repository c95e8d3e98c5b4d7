using Microsoft.ML.Runtime;

namespace Microsoft.ML;

public sealed class RankingCatalog : TrainCatalogBase
{
    internal RankingCatalog(IHostEnvironment env) : base(env, nameof(RankingCatalog))
    {
        Trainers = new RankingTrainers(this);
    }

    public RankingTrainers Trainers { get; }

    public sealed class RankingTrainers : CatalogInstantiatorBase
    {
        internal RankingTrainers(RankingCatalog catalog) : base(catalog)
        {
        }
    }
}

namespace DeepML.Transforms;

/// <summary>The columns of a deep belief network.</summary>
internal sealed record DeepBeliefColumns(string Output, string Input);

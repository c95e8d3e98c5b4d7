namespace DeepML.Networks;

/// <summary>What a layer needs to know of the network around it.</summary>
/// <param name="AnswerSize">Numbers in the network's answer.</param>
/// <param name="MayOverwriteInput">Whether nobody else reads the layer's input, gradients included.</param>
internal readonly record struct LayerBuild(int AnswerSize, bool MayOverwriteInput);
